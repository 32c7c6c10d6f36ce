using Grpc.Core;
using Microsoft.Extensions.DependencyInjection;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Rpc;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.Serving.AspNetCore;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using static ModelOps.OpenInference.Tests.Fakes.GrpcCalls;

namespace ModelOps.OpenInference.Tests.Grpc;

/// <summary>What a call says beside its tensors, and how it fails.</summary>
public sealed class GrpcCallTests
{
    private static readonly ModelInferRequest Plain = Request("echo-FP32", Tensor("x", "FP32", [1], Floats(1)));

    [Fact]
    public async Task ModelInfer_Parameters_ReachTheModelAndAnswersComeBack()
    {
        List<string> seen = [];
        FakeModels models = FakeModels.WithEcho();
        models.Add("ask", Signature, (request, response) =>
        {
            seen.AddRange(request.Parameters.Select(static p => $"{p.Key}={p.Value.Kind}:{p.Value}").Order(StringComparer.Ordinal));
            response.Parameters.Set("flag", true);
            response.Parameters.Set("big", ulong.MaxValue);
            response.Parameters.Set("share", 0.5);
        });
        await using WireHost host = await WireHost.StartAsync(models);
        ModelInferRequest request = Request("ask");
        request.Parameters["b"] = new InferParameter { BoolParam = true };
        request.Parameters["d"] = new InferParameter { DoubleParam = 1.5 };
        request.Parameters["i"] = new InferParameter { Int64Param = -3 };
        request.Parameters["s"] = new InferParameter { StringParam = "é" };
        request.Parameters["u"] = new InferParameter { Uint64Param = ulong.MaxValue };

        ModelInferResponse answer = await host.InferAsync(request);

        Assert.Equal(["b=Boolean:true", "d=Double:1.5", "i=Int64:-3", "s=String:é", "u=UInt64:18446744073709551615"], seen);
        Assert.True(answer.Parameters["flag"].BoolParam);
        Assert.Equal(ulong.MaxValue, answer.Parameters["big"].Uint64Param);
        Assert.Equal(0.5, answer.Parameters["share"].DoubleParam);
        request.Parameters["triton_x"] = new InferParameter { BoolParam = true };
        await host.InferAsync(request).FailAsync(StatusCode.InvalidArgument);
        request.Parameters.Remove("triton_x");
        request.Parameters["none"] = new InferParameter();
        await host.InferAsync(request).FailAsync(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task ModelInfer_SchedulePolicyAndDeadline_SoonerOneCounts()
    {
        InferenceContext? seen = null;
        FakeModels models = FakeModels.WithEcho();
        models.Add("ask", Signature, (request, _) => { seen = new InferenceContext(); seen.CopyFrom(request.Context); });
        await using WireHost host = await WireHost.StartAsync(models);
        ModelInferRequest request = Request("ask");
        request.Parameters["priority"] = new InferParameter { Uint64Param = 2 };
        request.Parameters["timeout"] = new InferParameter { Int64Param = 20_000_000 };
        DateTimeOffset before = DateTimeOffset.UtcNow;

        await host.InferAsync(request);
        DateTimeOffset byParameter = seen!.Deadline!.Value;
        await host.CallAsync(GrpcMethods.ModelInfer, request, DateTime.UtcNow.AddSeconds(10));
        DateTimeOffset byCall = seen!.Deadline!.Value;
        await host.InferAsync(Request("ask"));

        Assert.Equal(2, (await Seen(host, request, () => seen)).Priority);
        Assert.InRange(byParameter, before.AddSeconds(20), DateTimeOffset.UtcNow.AddSeconds(20));
        Assert.InRange(byCall, before.AddSeconds(9), DateTimeOffset.UtcNow.AddSeconds(10));
        request.Parameters["priority"] = new InferParameter { Int64Param = -1 };
        await host.InferAsync(request).FailAsync(StatusCode.InvalidArgument);
        request.Parameters["priority"] = new InferParameter { StringParam = "1" };
        await host.InferAsync(request).FailAsync(StatusCode.InvalidArgument);
        Assert.Null((await Seen(host, Request("ask"), () => seen)).Deadline);
    }

    [Fact]
    public async Task ModelInfer_Classification_BestClassesInPlaceOfScores()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        ModelInferRequest request = Request("echo2-FP32", Tensor("x", "FP32", [2, 3], Floats(0.1f, 0.7f, 0.2f, 3, 1, 2)));
        request.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "y", Parameters = { ["classification"] = new InferParameter { Int64Param = 2 } } });

        ModelInferResponse.Types.InferOutputTensor y = Assert.Single((await host.InferAsync(request)).Outputs);

        Assert.Equal("BYTES", y.Datatype);
        Assert.Equal([2, 2], y.Shape);
        Assert.Equal(["0.7:1", "0.2:2", "3:0", "2:2"], y.Contents.BytesContents.Select(static b => b.ToStringUtf8()));
        request.Outputs[0].Parameters["classification"] = new InferParameter { Int64Param = 0 };
        await host.InferAsync(request).FailAsync(StatusCode.InvalidArgument);
        request.Outputs.Clear();
        Assert.Equal("FP32", Assert.Single((await host.InferAsync(request)).Outputs).Datatype); // nothing stays behind in a reused exchange
    }

    [Fact]
    public async Task ModelInfer_Headers_AsOverRest()
    {
        InferenceContext? seen = null;
        FakeModels models = FakeModels.WithEcho();
        models.Add("ask", Signature, (request, _) => { seen = new InferenceContext(); seen.CopyFrom(request.Context); });
        await using WireHost host = await WireHost.StartAsync(models, static b => b.Services.Configure<ModelOpsEndpointOptions>(static o =>
        {
            o.TenantHeader = "X-Tenant";
            o.RoutedHeaders.Add("X-Region");
        }));
        Metadata headers = new() { { "x-tenant", "acme" }, { "modelops-routing-key", "r" }, { "idempotency-key", "once" }, { "x-region", "eu" }, { "x-other", "no" }, { "modelops-timeout-ms", "60000" } };
        DateTimeOffset before = DateTimeOffset.UtcNow;

        await host.Calls.AsyncUnaryCall(GrpcMethods.ModelInfer, null, new CallOptions(headers), Request("ask"));

        Assert.Equal(("acme", "r", "once"), (seen!.Tenant, seen.RoutingKey, seen.IdempotencyKey));
        Assert.Equal("eu", Assert.Single(seen.Headers).Value);
        Assert.InRange(seen.Deadline!.Value, before.AddSeconds(60).AddMilliseconds(-1), DateTimeOffset.UtcNow.AddSeconds(60));
    }

    [Fact]
    public async Task ModelInfer_SharedMemory_Refused()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        ModelInferRequest shared = Plain.Clone();
        shared.Inputs[0].Parameters["shared_memory_region"] = new InferParameter { StringParam = "r" };

        await host.InferAsync(shared).FailAsync(StatusCode.InvalidArgument);
    }

    [Theory]
    [InlineData("no-such", "", StatusCode.NotFound, "MODEL_NOT_FOUND")]
    [InlineData("echo-FP32", "7", StatusCode.NotFound, "MODEL_VERSION_NOT_FOUND")]
    [InlineData("../etc", "", StatusCode.InvalidArgument, "INVALID_MODEL_REFERENCE")]
    [InlineData("", "", StatusCode.InvalidArgument, "INVALID_MODEL_REFERENCE")]
    [InlineData("echo-FP32", "1.x", StatusCode.InvalidArgument, "INVALID_MODEL_REFERENCE")]
    public async Task ModelInfer_ModelWrong_StatusAndCode(string model, string version, StatusCode status, string code)
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        ModelInferRequest request = Plain.Clone();
        request.ModelName = model;
        request.ModelVersion = version;

        RpcException error = await host.InferAsync(request).FailAsync(status);

        Assert.Equal(code, error.Trailers.GetValue("modelops-code"));
    }

    [Theory]
    [InlineData("1")]
    [InlineData("champion")]
    [InlineData("1.0.0")]
    public async Task ModelInfer_VersionOrAlias_Reaches(string version)
    {
        FakeModels models = FakeModels.WithEcho();
        await using WireHost host = await WireHost.StartAsync(models);
        ModelInferRequest request = Plain.Clone();
        request.ModelVersion = version;

        await host.InferAsync(request);

        ModelReference asked = Assert.Single(models.Asked);
        Assert.Equal(version, asked.Version ?? asked.Alias);
    }

    [Fact]
    public async Task ModelInfer_DomainErrors_MappedWithRetry()
    {
        Exception failure = new ModelNotReadyException("m", "it is loading");
        FakeModels models = FakeModels.WithEcho();
        models.Before = (_, _) => throw failure;
        await using WireHost host = await WireHost.StartAsync(models);

        RpcException notReady = await host.InferAsync(Plain).FailAsync(StatusCode.Unavailable);
        failure = new ServerOverloadedException("m", "240 rows wait", TimeSpan.FromMilliseconds(2400));
        RpcException overloaded = await host.InferAsync(Plain).FailAsync(StatusCode.Unavailable);
        failure = new QuotaExceededException("1 call in 1 s", TimeSpan.FromSeconds(2));
        RpcException quota = await host.InferAsync(Plain).FailAsync(StatusCode.ResourceExhausted);
        failure = new DeadlineExceededException("m", "in the queue");
        await host.InferAsync(Plain).FailAsync(StatusCode.DeadlineExceeded);
        failure = new ModelExecutionException("m:1", "secret /etc/passwd");
        RpcException failed = await host.InferAsync(Plain).FailAsync(StatusCode.Internal);
        failure = new InvalidOperationException("secret");
        RpcException bug = await host.InferAsync(Plain).FailAsync(StatusCode.Internal);
        failure = new OperationCanceledException();
        await host.InferAsync(Plain).FailAsync(StatusCode.Unavailable);

        Assert.Equal("1", notReady.Trailers.GetValue("retry-after"));
        Assert.Equal("3", overloaded.Trailers.GetValue("retry-after"));
        Assert.Equal("2", quota.Trailers.GetValue("retry-after"));
        RetryInfo retry = Protos.Status.Parser.ParseFrom(overloaded.Trailers.GetValueBytes("grpc-status-details-bin")).Details[1].Unpack<RetryInfo>();
        Assert.Equal(TimeSpan.FromMilliseconds(2400), retry.RetryDelay.ToTimeSpan());
        Assert.All([failed, bug], static e => Assert.DoesNotContain("secret", e.ToString() + e.Info(), StringComparison.Ordinal));
        Assert.Equal(2, host.Logs.Entries.Count(static e => e.Id.Id == 2120));
    }

    [Fact]
    public async Task ModelInfer_NamesNotAscii_ErrorTold()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());

        RpcException error = await host.InferAsync(Request("echo-FP32", Tensor("größe\n", "FP32", [1], Floats(1)))).FailAsync(StatusCode.InvalidArgument);

        Assert.Equal("größe\n", error.Info().Metadata["input"]);
        await host.InferAsync(Request("echo-FP32", Tensor(new string('x', 100_000), "FP32", [1], Floats(1)))).FailAsync(StatusCode.InvalidArgument);
    }

    [Fact]
    public async Task ModelInfer_CallerCancels_RunIsCancelled()
    {
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeModels models = FakeModels.WithEcho();
        models.Before = async (_, token) =>
        {
            entered.TrySetResult();
            try { await Task.Delay(Timeout.Infinite, token); }
            finally { cancelled.TrySetResult(); }
        };
        await using WireHost host = await WireHost.StartAsync(models);
        using CancellationTokenSource cancel = new();

        Task<ModelInferResponse> call = host.CallAsync(GrpcMethods.ModelInfer, Plain, cancellationToken: cancel.Token);
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await cancel.CancelAsync();

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => call);
        Assert.Equal(StatusCode.Cancelled, error.StatusCode);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task ModelInfer_DeadlinePasses_RunIsCancelledAndNextCallAnswered()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeModels models = FakeModels.WithEcho();
        models.Before = async (_, token) =>
        {
            try { await Task.Delay(Timeout.Infinite, token); }
            finally { cancelled.TrySetResult(); }
        };
        await using WireHost host = await WireHost.StartAsync(models);
        await host.CallAsync(GrpcMethods.ServerLive, new ServerLiveRequest()); // connects

        RpcException error = await Assert.ThrowsAsync<RpcException>(() => host.CallAsync(GrpcMethods.ModelInfer, Plain, DateTime.UtcNow.AddSeconds(2)));

        Assert.Equal(StatusCode.DeadlineExceeded, error.StatusCode);
        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
        models.Before = null;
        Assert.Equal([1f], (await host.InferAsync(Plain)).Outputs[0].Contents.Fp32Contents);
    }

    [Fact]
    public async Task ModelStreamInfer_FailuresAreToldInTheStreamWhichGoesOn()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        using AsyncDuplexStreamingCall<ModelInferRequest, ModelStreamInferResponse> stream = host.Calls.AsyncDuplexStreamingCall(GrpcMethods.ModelStreamInfer, null, default);
        List<string> seen = [];
        for (int i = 0; i < 30; i++)
        {
            ModelInferRequest request = i % 3 == 1 ? Request("no-such") : Request("echo-FP32", Tensor("x", "FP32", [1])).Raw(BitConverter.GetBytes((float)i));
            request.Id = $"{i}";
            await stream.RequestStream.WriteAsync(request);
        }

        await stream.RequestStream.CompleteAsync();
        await foreach (ModelStreamInferResponse answer in stream.ResponseStream.ReadAllAsync())
        {
            seen.Add(answer.InferResponse.Id);
            int i = seen.Count - 1;
            if (i % 3 == 1) { Assert.Contains("no-such", answer.ErrorMessage, StringComparison.Ordinal); }
            else { Assert.Equal((float)i, BitConverter.ToSingle(answer.InferResponse.RawOutputContents[0].Span)); }
        }

        Assert.Equal(Enumerable.Range(0, 30).Select(static i => $"{i}"), seen);
    }

    private static ModelSignature Signature => new([], []);

    private static async Task<InferenceContext> Seen(WireHost host, ModelInferRequest request, Func<InferenceContext?> seen)
    {
        await host.InferAsync(request);
        return seen()!;
    }
}
