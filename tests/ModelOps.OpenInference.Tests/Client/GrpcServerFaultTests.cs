using System.Buffers.Binary;
using Google.Protobuf;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using ModelOps.OpenInference.Protos;
using ModelOps.OpenInference.Tests.Fakes;

namespace ModelOps.OpenInference.Tests.Client;

/// <summary>gRPC servers that answer otherwise than ModelOps does.</summary>
public sealed class GrpcServerFaultTests
{
    [Fact]
    public async Task InferAsync_TypedAnswer_Read()
    {
        ModelInferResponse answer = NewAnswer("FP32", [1]);
        answer.Outputs[0].Contents = new InferTensorContents { Fp32Contents = { 7.25f } };
        await using ScriptedServer server = await StartAsync(answer.ToByteArray());
        using OpenInferenceClient client = Connect(server);

        Assert.Equal(7.25f, await client.CallAsync());

        ModelInferRequest sent = ModelInferRequest.Parser.ParseFrom(Assert.Single(server.Seen).Body.AsSpan(5));
        Assert.Equal(BitConverter.GetBytes(3f), Assert.Single(sent.RawInputContents).ToByteArray());
        Assert.Equal(("m", ""), (sent.ModelName, sent.ModelVersion));
    }

    public static TheoryData<string, byte[]> Unusable
    {
        get
        {
            TheoryData<string, byte[]> data = new() { { "no message", [255, 255, 1, 2] } };
            void Add(string what, ModelInferResponse answer) => data.Add(what, answer.ToByteArray());
            Add("no contents", NewAnswer("FP32", [1]));
            Add("datatype", NewAnswer("FP33", [1]));
            Add("negative", NewAnswer("FP32", [-1]));
            Add("overflow", NewAnswer("FP32", [1L << 40, 1L << 40]));
            ModelInferResponse raw = NewAnswer("FP32", [1]);
            raw.RawOutputContents.Add(ByteString.CopyFrom(1, 2, 3));
            Add("raw size", raw);
            ModelInferResponse count = NewAnswer("FP32", [1]);
            count.RawOutputContents.Add(ByteString.CopyFrom(new byte[4]));
            count.RawOutputContents.Add(ByteString.CopyFrom(new byte[4]));
            Add("raw count", count);
            ModelInferResponse typed = NewAnswer("INT8", [1]);
            typed.Outputs[0].Contents = new InferTensorContents { IntContents = { 300 } };
            Add("range", typed);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Unusable))]
    public async Task InferAsync_AnswerNotUsable_SaidSoAndNotTriedAgain(string what, byte[] message)
    {
        await using ScriptedServer server = await StartAsync(message);
        using OpenInferenceClient client = Connect(server);

        Exception e = await Assert.ThrowsAnyAsync<ModelOpsException>(() => client.CallAsync());

        Assert.True(e is ServerAnswerException, $"{what}: {e}");
        Assert.Single(server.Seen);
    }

    [Theory]
    [InlineData(3, nameof(InvalidInferenceRequestException), 1)]
    [InlineData(4, nameof(DeadlineExceededException), 1)]
    [InlineData(5, nameof(ModelNotFoundException), 1)]
    [InlineData(7, nameof(ServerAnswerException), 1)]
    [InlineData(8, nameof(QuotaExceededException), 1)]
    [InlineData(12, nameof(ServerAnswerException), 1)]
    [InlineData(13, nameof(ServerAnswerException), 1)]
    [InlineData(14, nameof(ServerOverloadedException), 3)]
    [InlineData(16, nameof(ServerAnswerException), 1)]
    public async Task InferAsync_StatusWithoutDetails_TheErrorItStandsFor(int status, string expected, int tries)
    {
        await using ScriptedServer server = await StartAsync(null, status);
        using OpenInferenceClient client = Connect(server);

        Exception e = await Assert.ThrowsAnyAsync<ModelOpsException>(() => client.CallAsync());

        Assert.Equal(expected, e.GetType().Name);
        Assert.Equal(tries, server.Seen.Count);
    }

    [Fact]
    public async Task InferAsync_StreamReset_TriedAgainThenUnreachable()
    {
        await using ScriptedServer server = await ScriptedServer.StartAsync(static context => { context.Abort(); return Task.CompletedTask; }, protocols: HttpProtocols.Http2);
        using OpenInferenceClient client = Connect(server);

        ServerUnreachableException e = await Assert.ThrowsAsync<ServerUnreachableException>(() => client.CallAsync());

        Assert.True(e.MayHaveRun);
        Assert.Equal(3, server.Seen.Count);
    }

    private static ModelInferResponse NewAnswer(string datatype, long[] shape)
    {
        ModelInferResponse answer = new() { ModelName = "m", ModelVersion = "1", Outputs = { new ModelInferResponse.Types.InferOutputTensor { Name = "y", Datatype = datatype } } };
        answer.Outputs[0].Shape.AddRange(shape);
        return answer;
    }

    private static OpenInferenceClient Connect(ScriptedServer server) =>
        RemoteCall.Connect(server.Address, static o => { o.Transport = OpenInferenceTransport.Grpc; o.MaxRetryDelay = TimeSpan.FromSeconds(1); });

    private static Task<ScriptedServer> StartAsync(byte[]? message, int status = 0) => ScriptedServer.StartAsync(
        async context =>
        {
            context.Response.ContentType = "application/grpc";
            if (message is not null)
            {
                byte[] frame = new byte[5 + message.Length];
                BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(1), message.Length);
                message.CopyTo(frame, 5);
                await context.Response.Body.WriteAsync(frame);
            }

            context.Response.AppendTrailer("grpc-status", $"{status}");
        },
        protocols: HttpProtocols.Http2);
}
