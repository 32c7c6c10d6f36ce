using System.Runtime.InteropServices;
using Google.Protobuf;
using Grpc.Core;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using Microsoft.Extensions.DependencyInjection;
using static ModelOps.OpenInference.Tests.Fakes.GrpcCalls;

namespace ModelOps.OpenInference.Tests.Grpc;

public sealed class GrpcInferTests
{
    public static TheoryData<string, string> TypedContents => new()
    {
        { "BOOL", """{ "boolContents": [true, false] }""" },
        { "UINT8", """{ "uintContents": [0, 255] }""" },
        { "UINT16", """{ "uintContents": [0, 65535] }""" },
        { "UINT32", """{ "uintContents": [0, 4294967295] }""" },
        { "UINT64", """{ "uint64Contents": [0, "18446744073709551615"] }""" },
        { "INT8", """{ "intContents": [-128, 127] }""" },
        { "INT16", """{ "intContents": [-32768, 32767] }""" },
        { "INT32", """{ "intContents": [-2147483648, 2147483647] }""" },
        { "INT64", """{ "int64Contents": ["-9223372036854775808", "9223372036854775807"] }""" },
        { "FP32", """{ "fp32Contents": ["NaN", -1.5] }""" },
        { "FP64", """{ "fp64Contents": ["Infinity", 0.1] }""" },
        { "BYTES", """{ "bytesContents": ["AAEC", ""] }""" },
    };

    public static TheoryData<string, string> Unfit => new()
    {
        { "UINT8", """{ "uintContents": [0, 256] }""" },
        { "UINT16", """{ "uintContents": [0, 65536] }""" },
        { "INT8", """{ "intContents": [-129, 0] }""" },
        { "INT8", """{ "intContents": [128, 0] }""" },
        { "INT16", """{ "intContents": [32768, 0] }""" },
        { "FP32", """{ "fp32Contents": [1] }""" },
        { "FP32", """{ "fp32Contents": [1, 2, 3] }""" },
        { "FP32", """{ "fp64Contents": [1, 2] }""" },
        { "FP32", """{ "fp32Contents": [1, 2], "boolContents": [true] }""" },
        { "FP32", "{ }" },
        { "FP16", """{ "fp32Contents": [1, 2] }""" },
        { "BF16", "{ }" },
        { "BYTES", """{ "bytesContents": [""] }""" },
        { "fp32", """{ "fp32Contents": [1, 2] }""" },
        { "", """{ "fp32Contents": [1, 2] }""" },
    };

    public static TheoryData<string, int> Sizes => new()
    {
        { "BOOL", 1 }, { "UINT8", 1 }, { "INT8", 1 }, { "UINT16", 2 }, { "INT16", 2 }, { "FP16", 2 }, { "BF16", 2 }, { "UINT32", 4 }, { "INT32", 4 }, { "FP32", 4 },
        { "UINT64", 8 }, { "INT64", 8 }, { "FP64", 8 },
    };

    [Theory]
    [MemberData(nameof(TypedContents))]
    public async Task ModelInfer_Typed_AnsweredTypedWithTheSameElements(string datatype, string contents)
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        InferTensorContents sent = InferTensorContents.Parser.ParseJson(contents);

        ModelInferResponse answer = await host.InferAsync(Request($"echo-{datatype}", Tensor("x", datatype, [2], sent)));

        ModelInferResponse.Types.InferOutputTensor y = Assert.Single(answer.Outputs);
        Assert.Equal((datatype, "y", 2L), (y.Datatype, y.Name, Assert.Single(y.Shape)));
        Assert.Equal(sent, y.Contents);
        Assert.Empty(answer.RawOutputContents);
        Assert.Equal(($"echo-{datatype}", "1.0.0", ""), (answer.ModelName, answer.ModelVersion, answer.Id));
    }

    [Theory]
    [MemberData(nameof(Unfit))]
    public async Task ModelInfer_TypedButUnfit_InvalidArgument(string datatype, string contents)
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        ModelInferRequest request = Request(datatype.Length == 0 ? "echo-FP32" : $"echo-{datatype}", Tensor("x", datatype, [2], InferTensorContents.Parser.ParseJson(contents)));

        RpcException error = await host.InferAsync(request).FailAsync(StatusCode.InvalidArgument);

        Assert.Equal("INVALID_REQUEST", error.Trailers.GetValue("modelops-code"));
        ErrorInfo info = error.Info();
        Assert.Equal(("INVALID_REQUEST", "modelops", "x"), (info.Reason, info.Domain, info.Metadata["input"]));
        Assert.NotEmpty(info.Metadata["expected"]);
        Assert.NotEmpty(info.Metadata["actual"]);
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public async Task ModelInfer_Raw_AnsweredRawWithTheSameBytes(string datatype, int size)
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        byte[] bytes = new byte[size * 6];
        new Random(3).NextBytes(bytes);
        if (datatype == "BOOL") { bytes = [0, 1, 1, 0, 0, 1]; }

        ModelInferResponse answer = await host.InferAsync(Request($"echo2-{datatype}", Tensor("x", datatype, [2, 3])).Raw(bytes));

        Assert.Equal(bytes, Assert.Single(answer.RawOutputContents).ToByteArray());
        Assert.Null(Assert.Single(answer.Outputs).Contents);
        Assert.Equal([2, 3], answer.Outputs[0].Shape);
        foreach (int length in (int[])[0, bytes.Length - 1, bytes.Length + 1])
        {
            await host.InferAsync(Request($"echo2-{datatype}", Tensor("x", datatype, [2, 3])).Raw(new byte[length])).FailAsync(StatusCode.InvalidArgument);
        }
    }

    [Theory]
    [InlineData(1, new byte[] { 3, 0, 0, 0, 65, 66, 67 }, true)]
    [InlineData(2, new byte[] { 0, 0, 0, 0, 1, 0, 0, 0, 255 }, true)]
    [InlineData(0, new byte[] { }, true)]
    [InlineData(1, new byte[] { 4, 0, 0, 0, 65, 66, 67 }, false)]
    [InlineData(1, new byte[] { 255, 255, 255, 255, 65 }, false)]
    [InlineData(2, new byte[] { 3, 0, 0, 0, 65, 66, 67 }, false)]
    [InlineData(1, new byte[] { 0, 0, 0, 0, 0, 0, 0, 0 }, false)]
    [InlineData(1, new byte[] { 0, 0 }, false)]
    public async Task ModelInfer_RawBytes_CountAndPrefixesMustFit(int elements, byte[] raw, bool fits)
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        Task<ModelInferResponse> call = host.InferAsync(Request("echo-BYTES", Tensor("x", "BYTES", [elements])).Raw(raw));

        if (!fits) { await call.FailAsync(StatusCode.InvalidArgument); }
        else { Assert.Equal(raw, Assert.Single((await call).RawOutputContents).ToByteArray()); }
    }

    [Fact]
    public async Task ModelInfer_ShapesAtTheEdge_ScalarAndEmptyAnsweredOthersRefused()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());

        Assert.Equal([4f], (await host.InferAsync(Request("scalar-FP32", Tensor("x", "FP32", [], Floats(4))))).Outputs[0].Contents.Fp32Contents);
        Assert.Empty((await host.InferAsync(Request("echo2-FP32", Tensor("x", "FP32", [0, 9_000_000_000_000])))).Outputs[0].Contents.Fp32Contents);
        foreach (long[] shape in (long[][])[[-1], [1L << 40, 1L << 40], [long.MaxValue], [3], [.. Enumerable.Repeat(1L, 65)]])
        {
            await host.InferAsync(Request("echo-FP32", Tensor("x", "FP32", shape, Floats(1, 2)))).FailAsync(StatusCode.InvalidArgument);
            await host.InferAsync(Request("echo-FP32", Tensor("x", "FP32", shape)).Raw(new byte[8])).FailAsync(StatusCode.InvalidArgument);
        }
    }

    [Fact]
    public async Task ModelInfer_OneFormForTheWholeMessage()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        byte[] one = BitConverter.GetBytes(1f);

        await host.InferAsync(Request("sum", Tensor("a", "FP32", [1], Floats(1)), Tensor("b", "FP32", [1])).Raw(one, one)).FailAsync(StatusCode.InvalidArgument);
        RpcException tooFew = await host.InferAsync(Request("sum", Tensor("a", "FP32", [1]), Tensor("b", "FP32", [1])).Raw(one)).FailAsync(StatusCode.InvalidArgument);
        await host.InferAsync(Request("sum", Tensor("a", "FP32", [1])).Raw(one, one)).FailAsync(StatusCode.InvalidArgument);

        Assert.Contains("raw_input_contents has 1 entries for 2 inputs", tooFew.Status.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ModelInfer_OutputsRequested_ThoseInThatOrderAndIdRepeated()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        ModelInferRequest request = Request("sum", Tensor("b", "FP32", [2], Floats(1, 2)), Tensor("a", "FP32", [2], Floats(5, 7)));
        request.Id = "é-1";
        request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "difference" });
        request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "sum" });

        ModelInferResponse answer = await host.InferAsync(request);

        Assert.Equal("é-1", answer.Id);
        Assert.Equal(["difference", "sum"], answer.Outputs.Select(o => o.Name));
        Assert.Equal([4f, 5f], answer.Outputs[0].Contents.Fp32Contents);
        Assert.Equal([6f, 9f], answer.Outputs[1].Contents.Fp32Contents);

        request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "sum" });
        await host.InferAsync(request).FailAsync(StatusCode.InvalidArgument);
        request.Outputs.Clear();
        request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "no" });
        await host.InferAsync(request).FailAsync(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task ModelInfer_InputsWrong_InvalidArgumentNamesThem()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());

        RpcException missing = await host.InferAsync(Request("sum", Tensor("a", "FP32", [1], Floats(1)))).FailAsync(StatusCode.InvalidArgument);
        RpcException unknown = await host.InferAsync(Request("echo-FP32", Tensor("z", "FP32", [1], Floats(1)))).FailAsync(StatusCode.InvalidArgument);
        RpcException twice = await host.InferAsync(
            Request("echo-FP32", Tensor("x", "FP32", [1], Floats(1)), Tensor("x", "FP32", [1], Floats(1)))).FailAsync(StatusCode.InvalidArgument);
        RpcException type = await host.InferAsync(Request("echo-FP64", Tensor("x", "FP32", [1], Floats(1)))).FailAsync(StatusCode.InvalidArgument);

        Assert.Equal(["b", "z", "x", "x"], new[] { missing, unknown, twice, type }.Select(e => e.Info().Metadata["input"]));
        Assert.Equal("datatype FP64", type.Info().Metadata["expected"]);
        await host.InferAsync(new ModelInferRequest()).FailAsync(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task ModelInfer_BoolByteOther_Refused()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        await host.InferAsync(Request("echo-BOOL", Tensor("x", "BOOL", [1])).Raw([2])).FailAsync(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task ModelInfer_TypedRequestOfHalfOutputs_AnsweredRaw()
    {
        FakeModels models = FakeModels.WithEcho();
        models.Add(
            "halve",
            new ModelSignature([new("x", TensorDataType.Float32, [-1])], [new("y", TensorDataType.Float32, [-1]), new("h", TensorDataType.Float16, [-1])]),
            static (_, response) =>
            {
                response.Outputs.Add("y", TensorDataType.Float32, [1]).AsSpan<float>()[0] = 1;
                response.Outputs.Add("h", TensorDataType.Float16, [1]).AsSpan<Half>()[0] = (Half)2;
            });
        await using WireHost host = await WireHost.StartAsync(models);

        ModelInferResponse answer = await host.InferAsync(Request("halve", Tensor("x", "FP32", [1], Floats(1))));

        Assert.Equal(1f, MemoryMarshal.Read<float>(answer.RawOutputContents[0].Span));
        Assert.Equal((Half)2, MemoryMarshal.Read<Half>(answer.RawOutputContents[1].Span));
        Assert.All(answer.Outputs, static o => Assert.Null(o.Contents));
    }

    [Fact]
    public async Task ModelInfer_AlwaysRaw_AnsweredRaw()
    {
        await using WireHost host = await WireHost.StartAsync(
            FakeModels.WithEcho(), static b => b.Services.Configure<ModelOpsEndpointOptions>(static o => o.AlwaysRawOverGrpc = true));

        ModelInferResponse answer = await host.InferAsync(Request("echo-FP32", Tensor("x", "FP32", [1], Floats(3))));

        Assert.Equal(3f, MemoryMarshal.Read<float>(Assert.Single(answer.RawOutputContents).Span));
    }

    [Fact]
    public async Task ModelInfer_MessageTooLarge_ResourceExhaustedAndLargestServed()
    {
        await using WireHost host = await WireHost.StartAsync(
            FakeModels.WithEcho(), static b => b.Services.Configure<ModelOpsEndpointOptions>(static o => o.MaxRequestBodyBytes = 6 << 20));

        ModelInferResponse answer = await host.InferAsync(Request("echo-UINT8", Tensor("x", "UINT8", [5 << 20])).Raw(new byte[5 << 20])); // beyond gRPC's own 4 MiB
        RpcException error = await Assert.ThrowsAsync<RpcException>(() => host.InferAsync(Request("echo-UINT8", Tensor("x", "UINT8", [7 << 20])).Raw(new byte[7 << 20])));

        Assert.Equal(5 << 20, answer.RawOutputContents[0].Length);
        Assert.Equal(StatusCode.ResourceExhausted, error.StatusCode);
    }

    [Fact]
    public async Task ModelInfer_ManyAtOnce_EachItsOwnAnswer()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        await Parallel.ForAsync(0, 400, new ParallelOptions { MaxDegreeOfParallelism = 32 }, async (i, _) =>
        {
            byte[] sent = new byte[4 * (1 + (i % 300))];
            sent.AsSpan().Fill((byte)i);
            ModelInferResponse answer = await host.InferAsync(Request("echo-INT32", Tensor("x", "INT32", [sent.Length / 4])).Raw(sent));
            Assert.Equal(sent, answer.RawOutputContents[0].ToByteArray());
        });
    }
}
