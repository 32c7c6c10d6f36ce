using ModelOps.OpenInference.Tests.Fakes;
using ModelOps.TestServers;
using static ModelOps.OpenInference.Tests.Fakes.ScriptedServer;

namespace ModelOps.OpenInference.Tests.Client;

public sealed class SeveralServersTests
{
    [Fact]
    public async Task InferAsync_OneServerAway_NoCallFailsAndItComesBack()
    {
        int port = ServerProcess.FreePort();
        await using ScriptedServer good = await StartAsync();
        using OpenInferenceClient client = RemoteCall.Connect(
            [new Uri($"http://127.0.0.1:{port}"), good.Address], static o => { o.EjectionMinimumCalls = 4; o.EjectionTime = TimeSpan.FromSeconds(0.5); });

        for (int i = 0; i < 60; i++) { Assert.Equal(7, await client.CallAsync()); }

        await using ScriptedServer back = await StartAsync(port: port);
        for (int i = 0; back.Seen.Count < 5; i++)
        {
            Assert.True(i < 20_000, "It never got a call again."); // minutes: a slow first answer has to fade
            Assert.Equal(7, await client.CallAsync());
            await Task.Delay(5);
        }
    }

    [Fact]
    public async Task InferAsync_Hedged_SecondServersAnswerCountsAndFirstIsCancelled()
    {
        TaskCompletionSource cancelled = new(TaskCreationOptions.RunContinuationsAsynchronously);
        await using ScriptedServer slow = await StartAsync(async context =>
        {
            try { await Task.Delay(Timeout.Infinite, context.RequestAborted); }
            finally { cancelled.TrySetResult(); }
        });
        await using ScriptedServer fast = await StartAsync();
        using OpenInferenceClient client = RemoteCall.Connect([slow.Address, fast.Address], static o => { o.HedgingDelay = TimeSpan.FromMilliseconds(50); o.BinaryTensors = true; });

        for (int i = 0; slow.Seen.IsEmpty; i++)
        {
            Assert.True(i < 200);
            Assert.Equal(7, await client.CallAsync());
        }

        await cancelled.Task.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task InferAsync_HedgedAndBothFail_FirstsErrorTold()
    {
        await using ScriptedServer one = await StartAsync(Fail(500, ""));
        await using ScriptedServer other = await StartAsync(Fail(500, ""));
        using OpenInferenceClient client = RemoteCall.Connect([one.Address, other.Address], static o => o.HedgingDelay = TimeSpan.Zero);

        await Assert.ThrowsAsync<ServerAnswerException>(() => client.CallAsync());
    }

    [Fact]
    public async Task InferAsync_HedgedButNotIdempotent_AskedOnce()
    {
        await using ScriptedServer one = await StartAsync(static async context => { await Task.Delay(200); await AnswerAsync(context); });
        using OpenInferenceClient client = RemoteCall.Connect([one.Address, one.Address], static o => { o.HedgingDelay = TimeSpan.FromMilliseconds(1); o.IsInferenceIdempotent = false; });

        Assert.Equal(7, await client.CallAsync());

        Assert.Single(one.Seen);
    }
}
