using System.Globalization;
using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.TestServers;
using static ModelOps.OpenInference.Tests.Fakes.ScriptedServer;

namespace ModelOps.OpenInference.Tests.Client;

/// <summary>Servers that are away, slow, or go while they answer.</summary>
public sealed class BrokenConnectionTests
{
    [Theory]
    [InlineData(true, null, 3)]
    [InlineData(false, null, 1)]
    [InlineData(false, "key", 3)]
    public async Task InferAsync_ConnectionCut_TriedAgainOnlyWhereItMayRunTwice(bool idempotent, string? key, int tries)
    {
        foreach (bool midAnswer in (bool[])[false, true])
        {
            await using ScriptedServer server = await StartAsync(async context =>
            {
                if (midAnswer)
                {
                    context.Response.ContentLength = 500;
                    await context.Response.Body.WriteAsync(new byte[100]);
                    await context.Response.Body.FlushAsync();
                }

                context.Abort();
            });
            using OpenInferenceClient client = RemoteCall.Connect(server.Address, o => o.IsInferenceIdempotent = idempotent);
            using InferenceRequest request = RemoteCall.NewRequest();
            request.Context.IdempotencyKey = key;

            ServerUnreachableException e = await Assert.ThrowsAsync<ServerUnreachableException>(async () => await client.InferAsync(request));

            Assert.True(e.MayHaveRun);
            Assert.Equal((ModelOpsErrorKind.Unavailable, "SERVER_UNREACHABLE"), (e.Kind, e.Code));
            Assert.Equal(tries, server.Seen.Count);
        }
    }

    [Theory]
    [InlineData(OpenInferenceTransport.Rest)]
    [InlineData(OpenInferenceTransport.Grpc)]
    public async Task EveryCall_NobodyThere_UnreachableAndCannotHaveRun(OpenInferenceTransport transport)
    {
        using OpenInferenceClient client = RemoteCall.Connect(new Uri($"http://127.0.0.1:{ServerProcess.FreePort()}"), o => { o.Transport = transport; o.IsInferenceIdempotent = false; });

        ServerUnreachableException e = await Assert.ThrowsAsync<ServerUnreachableException>(() => client.CallAsync());

        Assert.False(e.MayHaveRun);
        await Assert.ThrowsAsync<ServerUnreachableException>(async () => await client.GetMetadataAsync(ModelReference.ToModel("m")));
        await Assert.ThrowsAsync<ServerUnreachableException>(async () => await client.IsReadyAsync(ModelReference.ToModel("m")));
    }

    [Fact]
    public async Task InferAsync_NoAnswerWithinTheTry_AnotherServerAsked()
    {
        await using ScriptedServer deaf = await StartAsync(static context => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using ScriptedServer good = await StartAsync();
        using OpenInferenceClient client = RemoteCall.Connect([deaf.Address, good.Address], static o => o.AttemptTimeout = TimeSpan.FromSeconds(1));

        for (int i = 0; i < 4; i++) { Assert.Equal(7, await client.CallAsync()); }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task InferAsync_DeadlineOrCancellation_EndsTheCallAtTheServerToo(bool byDeadline)
    {
        TaskCompletionSource entered = new(TaskCreationOptions.RunContinuationsAsynchronously);
        TaskCompletionSource ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer server = await StartAsync(async context =>
        {
            entered.TrySetResult();
            try { await Task.Delay(Timeout.Infinite, context.RequestAborted); }
            finally { ended.TrySetResult(); }
        });
        using OpenInferenceClient client = RemoteCall.Connect(server.Address, static o => o.BinaryTensors = true);
        using InferenceRequest request = RemoteCall.NewRequest();
        using CancellationTokenSource cancel = new();
        if (byDeadline) { request.Context.Deadline = DateTimeOffset.UtcNow.AddSeconds(3); }

        Task call = client.InferAsync(request, cancel.Token).AsTask();
        await entered.Task.WaitAsync(TimeSpan.FromSeconds(30));
        if (!byDeadline) { await cancel.CancelAsync(); }
        Exception e = await Assert.ThrowsAnyAsync<Exception>(() => call);

        Assert.True(byDeadline ? e is DeadlineExceededException : e is OperationCanceledException o && o.CancellationToken == cancel.Token, e.ToString());
        await ended.Task.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Single(server.Seen);
    }

    [Fact]
    public async Task InferAsync_SlowTrickle_ReadToItsEnd()
    {
        await using ScriptedServer server = await StartAsync(static async context =>
        {
            byte[] json = """{"model_name":"m","outputs":[{"name":"y","datatype":"FP32","shape":[1],"parameters":{"binary_data_size":4}}]}"""u8.ToArray();
            context.Response.Headers["Inference-Header-Content-Length"] = json.Length.ToString(CultureInfo.InvariantCulture);
            foreach (byte one in (byte[])[.. json, .. BitConverter.GetBytes(7f)])
            {
                await context.Response.Body.WriteAsync((byte[])[one]);
                await context.Response.Body.FlushAsync();
            }
        });
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);

        Assert.Equal(7, await client.CallAsync());
    }

    [Fact]
    public async Task InferAsync_ServerAnswersBeforeItReadAll_RequestIsNotReadAfterwards()
    {
        // The answer comes while a large body is still being sent; its memory must be free for reuse when the call returns.
        await using ScriptedServer server = await StartAsync();
        using OpenInferenceClient client = RemoteCall.Connect(server.Address);
        using InferenceRequest request = new(ModelReference.ToModel("m"));
        using InferenceResponse response = new();
        for (int i = 0; i < 20; i++)
        {
            request.Reset(request.Model);
            InferenceTensor x = request.Inputs.Add("x", TensorDataType.UInt8, [2 << 20]);
            x.Bytes.Fill((byte)(i + 1));
            using CancellationTokenSource cancel = new(i % 4 == 0 ? TimeSpan.FromMilliseconds(2) : TimeSpan.FromSeconds(30));
            try { await client.InferAsync(request, response, cancel.Token); }
            catch (OperationCanceledException) { }
            x.Bytes.Clear();
        }

        foreach ((_, _, byte[] body) in server.Seen)
        {
            byte[] tensor = body[^(2 << 20)..];
            Assert.All(tensor.Chunk(64 << 10), chunk => Assert.False(chunk.AsSpan().ContainsAnyExcept(tensor[0])));
        }
    }
}
