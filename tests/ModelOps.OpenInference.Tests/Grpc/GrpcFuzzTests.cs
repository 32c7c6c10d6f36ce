using System.Globalization;
using Google.Protobuf;
using Grpc.Core;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.Serving.AspNetCore.Tests.Fakes;
using static ModelOps.OpenInference.Tests.Fakes.GrpcCalls;

namespace ModelOps.OpenInference.Tests.Grpc;

/// <summary>Messages that are damaged: never a crash, a hang or a failure on the server's side.</summary>
public sealed class GrpcFuzzTests
{
    /// <summary>Set <c>MODELOPS_FUZZ_WIRE</c> to the number of messages for a longer run.</summary>
    private static readonly int Messages = int.Parse(Environment.GetEnvironmentVariable("MODELOPS_FUZZ_WIRE") ?? "4000", CultureInfo.InvariantCulture);

    private static readonly Marshaller<byte[]> AsTheyAre = Marshallers.Create(static b => b, static b => b);

    private static readonly Method<byte[], byte[]> Infer = new(MethodType.Unary, "inference.GRPCInferenceService", "ModelInfer", AsTheyAre, AsTheyAre);

    private static readonly byte[][] Seeds = [.. Messages0().Select(static m => m.ToByteArray())];

    [Fact]
    public async Task ModelInfer_DamagedMessages_AnsweredOrRefused()
    {
        await using WireHost host = await WireHost.StartAsync(FakeModels.WithEcho());
        int answered = 0;
        int refused = 0;
        await Parallel.ForAsync(0, Messages, new ParallelOptions { MaxDegreeOfParallelism = 8 }, async (i, cancellationToken) =>
        {
            Random random = new(i);
            byte[] message = Mutate(random, Seeds[random.Next(Seeds.Length)]);
            try
            {
                await host.Calls.AsyncUnaryCall(Infer, null, new CallOptions(cancellationToken: cancellationToken), message).ResponseAsync.WaitAsync(TimeSpan.FromSeconds(30), cancellationToken);
                Interlocked.Increment(ref answered);
            }
            catch (RpcException error)
            {
                // The framework says Internal of bytes that are no message; what is one must be judged by us.
                bool isMessage = IsMessage(message);
                Assert.True(
                    error.StatusCode is StatusCode.InvalidArgument or StatusCode.NotFound || (!isMessage && error.StatusCode is StatusCode.Internal or StatusCode.Unknown),
                    $"{i}: {error.Status} to {Convert.ToBase64String(message)}: {host.Logs.Entries.LastOrDefault(static e => e.Exception is not null).Exception}");
                Interlocked.Increment(ref refused);
            }
        });

        Assert.True(answered > 0 && refused > 0, $"{answered} answered, {refused} refused");
        Assert.DoesNotContain(host.Logs.Entries, static e => e.Id.Id == 2120);
        Assert.Equal([7f], (await host.InferAsync(Request("echo-FP32", Tensor("x", "FP32", [1], Floats(7))))).Outputs[0].Contents.Fp32Contents);
    }

    private static IEnumerable<ModelInferRequest> Messages0()
    {
        yield return Request("echo-FP32", Tensor("x", "FP32", [3], Floats(1, 2, 3)));
        yield return Request("echo-INT8", Tensor("x", "INT8", [2], new InferTensorContents { IntContents = { 1, -2 } }));
        yield return Request("echo-BYTES", Tensor("x", "BYTES", [2], new InferTensorContents { BytesContents = { ByteString.CopyFromUtf8("ab"), ByteString.Empty } }));
        yield return Request("echo-BYTES", Tensor("x", "BYTES", [2])).Raw([1, 0, 0, 0, 65, 0, 0, 0, 0]);
        yield return Request("echo2-FP16", Tensor("x", "FP16", [2, 2])).Raw(new byte[8]);
        ModelInferRequest full = Request("sum", Tensor("a", "FP32", [2]), Tensor("b", "FP32", [2])).Raw(new byte[8], new byte[8]);
        full.Id = "id";
        full.ModelVersion = "1";
        full.Parameters["timeout"] = new InferParameter { Int64Param = 60_000_000 };
        full.Parameters["priority"] = new InferParameter { Int64Param = 1 };
        full.Parameters["note"] = new InferParameter { StringParam = "text" };
        full.Outputs.Add(new ModelInferRequest.Types.InferRequestedOutputTensor { Name = "sum", Parameters = { ["p"] = new InferParameter { DoubleParam = 1 } } });
        yield return full;
    }

    private static bool IsMessage(byte[] bytes)
    {
        try
        {
            ModelInferRequest.Parser.ParseFrom(bytes);
            return true;
        }
        catch (InvalidProtocolBufferException)
        {
            return false;
        }
    }

    private static byte[] Mutate(Random random, byte[] bytes)
    {
        List<byte> mutated = [.. bytes];
        for (int n = random.Next(1, 4); n > 0; n--)
        {
            int at = random.Next(mutated.Count + 1);
            switch (random.Next(5))
            {
                case 0 when at < mutated.Count: mutated[at] = (byte)random.Next(256); break;
                case 1 when at < mutated.Count: mutated.RemoveRange(at, Math.Min(random.Next(1, 8), mutated.Count - at)); break;
                case 2: mutated.InsertRange(at, Seeds[random.Next(Seeds.Length)].Take(random.Next(1, 20))); break;
                case 3 when at < mutated.Count: mutated.InsertRange(at, mutated.GetRange(at, Math.Min(random.Next(1, 40), mutated.Count - at))); break;
                case 4 when at < mutated.Count: mutated[at] ^= (byte)(1 << random.Next(8)); break;
            }
        }

        return [.. mutated];
    }
}
