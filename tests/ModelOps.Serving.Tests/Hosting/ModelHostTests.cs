using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Hosting;

public sealed class ModelHostTests
{
    [Fact]
    public async Task HotSwap_EightCallersHundredSwaps_NoFailedCallNoWrongAnswerNoLeak()
    {
        const int versions = 5;
        const int swaps = 100;
        using TestHost host = new();
        host.AddVersions("demand", [.. Enumerable.Range(1, versions).Select(static n => n * 10f)]);
        host.Registry.Point("demand", "champion", 1);
        await host.FollowAsync("demand", "champion");
        using CancellationTokenSource done = new();
        long calls = 0;
        Task[] callers = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => CallUntilAsync(done.Token)))];

        for (int i = 0; i < swaps; i++)
        {
            long seen = Interlocked.Read(ref calls);
            host.Registry.Point("demand", "champion", 1 + ((i + 1) % versions));
            await host.Host.RefreshAsync("demand");
            await Eventually.TrueAsync(() => Interlocked.Read(ref calls) > seen, "a call after the swap");
        }

        await done.CancelAsync();
        await Task.WhenAll(callers);
        await host.Host.StopAsync();

        Assert.InRange(calls, swaps, long.MaxValue);
        Assert.Equal(swaps + 1, host.Runtime.Sessions.Count);
        Assert.All(host.Runtime.Sessions, static s => Assert.Equal((1, false), (s.Disposals, s.IsViolated)));

        async Task CallUntilAsync(CancellationToken stop)
        {
            using InferenceRequest request = TestHost.CreateRequest("demand");
            using InferenceResponse response = new();
            while (!stop.IsCancellationRequested)
            {
                await host.Client.InferAsync(request, response);
                float expected = 1 + (10 * (SemanticVersion.Parse(response.ModelVersion).Minor + 1));
                Assert.Equal(expected, response.Outputs["y"].AsSpan<float>()[0]);
                Interlocked.Increment(ref calls);
                await Task.Yield();
            }
        }
    }

    [Fact]
    public async Task Swap_WhileCallRuns_OldSessionLivesUntilItEnds()
    {
        using TestHost host = new();
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        await host.FollowAsync("demand");
        GuardedSession old = host.Runtime.Sessions.Single();
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim leave = new();
        old.OnRun = () => { inside.Set(); leave.Wait(); };
        Task<(string, float)> running = Task.Run(() => host.CallAsync("demand"));
        inside.Wait();

        host.Registry.Point("demand", "champion", 2);
        await host.Host.RefreshAsync("demand");

        Assert.Equal(("1.1.0", 21f), await host.CallAsync("demand"));
        Assert.Equal(0, old.Disposals);
        Assert.Equal([ModelState.Ready, ModelState.Unloading], host.Host.Models.Select(static m => m.State));
        leave.Set();
        Assert.Equal(("1.0.0", 11f), await running);
        await Eventually.TrueAsync(() => old.Disposals == 1, "the old session is disposed");
        Assert.False(old.IsViolated);
        Assert.Equal(0, old.Terminations);
        await Eventually.TrueAsync(() => host.Host.Models.Count == 1, "the old version is gone");
    }

    [Fact]
    public async Task Swap_CallOutlivesDrainTimeout_IsTerminatedThenDisposed()
    {
        using TestHost host = new(static o => { o.WarmUpRuns = 0; o.DrainTimeout = TimeSpan.FromSeconds(30); });
        host.Registry.Add("slow", SlowModels.Powers(1000));
        host.Registry.Add("slow", SlowModels.Powers(1));
        host.Registry.Point("slow", "champion", 1);
        await host.FollowAsync("slow");
        GuardedSession old = host.Runtime.Sessions.Single();
        using ManualResetEventSlim inside = new();
        old.OnRun = inside.Set;
        using InferenceRequest request = new(ModelReference.Parse("slow"));
        request.Inputs.Add(SlowModels.Input(700));
        Task running = Task.Run(async () => await host.Client.InferAsync(request));
        inside.Wait();
        host.Registry.Point("slow", "champion", 2);
        await host.Host.RefreshAsync("slow");
        host.Time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(0, old.Terminations);

        host.Time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => running.WaitAsync(TimeSpan.FromSeconds(20)));
        await Eventually.TrueAsync(() => old.Disposals == 1, "the old session is disposed");
        Assert.Equal((1, false), (old.Terminations, old.IsViolated));
    }

    [Fact]
    public async Task SameVersionBehindTwoAliases_LoadedOnce()
    {
        using TestHost host = new();
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        host.Registry.Point("demand", "candidate", 1);
        await host.FollowAsync("demand", "champion", "candidate");
        Assert.Single(host.Runtime.Sessions);
        Assert.Equal(["champion", "candidate"], host.Host.Models.Single().Aliases);

        host.Registry.Point("demand", "champion", 2);
        await host.Host.RefreshAsync("demand");
        host.Registry.Point("demand", "candidate", 2);
        await host.Host.RefreshAsync("demand");

        Assert.Equal(2, host.Runtime.Sessions.Count);
        Assert.Equal([1, 0], host.Runtime.Sessions.Select(static s => s.Disposals));
        Assert.Equal(["champion", "candidate"], host.Host.Models.Single().Aliases);
    }

    [Fact]
    public async Task Refresh_NewVersionIsBroken_OldAnswersAndReasonShows()
    {
        using TestHost host = new();
        host.AddVersions("demand", 10);
        host.Registry.Add("demand", [1, 2, 3]);
        host.Registry.Point("demand", "champion", 1);
        await host.FollowAsync("demand");
        host.Registry.Point("demand", "champion", 2);

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.Host.RefreshAsync("demand"));

        Assert.Equal("demand:1.1.0", e.Model);
        Assert.DoesNotContain(Path.GetTempPath(), e.Message, StringComparison.Ordinal);
        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));
        Assert.Equal([("1.1.0", ModelState.Unavailable), ("1.0.0", ModelState.Ready)], host.Host.Models.Select(static m => (m.Version, m.State)));
        Assert.Contains("model.onnx", host.Host.Models[0].Reason, StringComparison.Ordinal);

        host.Registry.Point("demand", "champion", 1); // moved back
        await host.Host.RefreshAsync("demand");
        Assert.Equal(ModelState.Ready, Assert.Single(host.Host.Models).State);
        Assert.Single(host.Runtime.Sessions);
    }

    [Fact]
    public async Task Refresh_OlderRevision_Ignored()
    {
        using TestHost host = new();
        host.AddVersions("demand", 10, 20);
        ModelAlias old = host.Registry.Point("demand", "champion", 1);
        host.Registry.Point("demand", "champion", 2);
        await host.FollowAsync("demand");

        host.Registry.StaleAliases = [old];
        await host.Host.RefreshAsync("demand");

        Assert.Equal(("1.1.0", 21f), await host.CallAsync("demand"));
    }

    [Fact]
    public async Task Refresh_AliasRemoved_OthersGoDefaultStays()
    {
        using TestHost host = new();
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        host.Registry.Point("demand", "candidate", 2);
        await host.FollowAsync("demand", "champion", "candidate");

        host.Registry.Unpoint("demand", "candidate");
        host.Registry.Unpoint("demand", "champion");
        await host.Host.RefreshAsync("demand");

        Assert.Equal(("1.0.0", 11f), await host.CallAsync("demand"));
        ModelNotReadyException error = await Assert.ThrowsAsync<ModelNotReadyException>(() => host.CallAsync("demand@candidate"));
        Assert.Contains("the registry has no alias 'candidate'", error.Message);
        Assert.Equal([0, 1], host.Runtime.Sessions.Select(static s => s.Disposals));
    }

    [Fact]
    public async Task AddAsync_SameNameAgain_ReplacesWithoutGap()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));

        await host.AddFileAsync("affine", TestModels.Affine(1f, 20f, columns: 1), "2.0.0");

        Assert.Equal(("2.0.0", 21f), await host.CallAsync("affine"));
        Assert.Equal([1, 0], host.Runtime.Sessions.Select(static s => s.Disposals));
    }

    [Fact]
    public async Task AddAsync_Fails_WhatWasThereStays()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));

        await Assert.ThrowsAsync<ModelLoadException>(() => host.AddFileAsync("affine", [1, 2, 3], "2.0.0"));
        await Assert.ThrowsAsync<ModelLoadException>(() => host.AddFileAsync("other", [1, 2, 3]));
        await Assert.ThrowsAsync<ModelLoadException>(() => host.FollowAsync("nowhere"));
        await Assert.ThrowsAsync<ArgumentException>(() => host.Host.AddAsync(new HostedModelOptions { Name = "a/b" }));

        Assert.Equal(("1.0.0", 11f), await host.CallAsync("affine"));
        Assert.Equal("affine", Assert.Single(host.Host.Models).Name);
    }

    [Fact]
    public async Task AddAsync_NoRuntimeTakesFormat_SaysSo()
    {
        using TestHost host = new();
        host.Registry.Add("demand", [1], format: "mlnet");
        host.Registry.Point("demand", "champion", 1);

        ModelLoadException e = await Assert.ThrowsAsync<ModelLoadException>(() => host.FollowAsync("demand"));

        Assert.Contains("'mlnet'", e.Message, StringComparison.Ordinal);
        Assert.Contains("onnxruntime", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RemoveAsync_HostedModel_UnloadsIt()
    {
        using TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));

        Assert.True(await host.Host.RemoveAsync("affine"));

        Assert.False(await host.Host.RemoveAsync("affine"));
        Assert.Equal(1, host.Runtime.Sessions.Single().Disposals);
        Assert.Empty(host.Host.Models);
        await Assert.ThrowsAsync<ModelNotFoundException>(() => host.CallAsync("affine"));
        await Assert.ThrowsAsync<ModelNotFoundException>(() => host.Host.RefreshAsync("affine"));
    }

    [Fact]
    public async Task Dispose_WhileCallRuns_SessionLivesUntilItEnds()
    {
        TestHost host = new();
        await host.AddFileAsync("affine", TestModels.Affine(1f, 10f, columns: 1));
        GuardedSession session = host.Runtime.Sessions.Single();
        using ManualResetEventSlim inside = new();
        using ManualResetEventSlim leave = new();
        session.OnRun = () => { inside.Set(); leave.Wait(); };
        Task<(string, float)> running = Task.Run(() => host.CallAsync("affine"));
        inside.Wait();

        host.Dispose();

        Assert.Equal(0, session.Disposals);
        leave.Set();
        Assert.Equal(("1.0.0", 11f), await running);
        await Eventually.TrueAsync(() => session.Disposals == 1, "the session is disposed");
        Assert.False(session.IsViolated);
    }

    [Fact]
    public async Task WarmUp_ModelFailsOnZeros_ServesAllTheSame()
    {
        using TestHost host = new();
        byte[] model = TestModels.Write( // x has one element of value 0, the table none: Gather fails on made-up input
            [new Onnx.OnnxNode("Sub", ["x", "one"], ["index"]), new Onnx.OnnxNode("Gather", ["table", "index"], ["y"])],
            [new Onnx.OnnxValueInfo("x", Onnx.OnnxElementType.Int64, [-1])], [new Onnx.OnnxValueInfo("y", Onnx.OnnxElementType.Float, [-1])],
            [Onnx.OnnxTensor.Int64s("one", [1], [100]), Onnx.OnnxTensor.Floats("table", [2], [5f, 6f])]);

        await host.AddFileAsync("lookup", model);

        using InferenceRequest request = new(ModelReference.Parse("lookup"));
        request.Inputs.Add(InferenceTensor.Create<long>("x", [1], [101]));
        using InferenceResponse response = await host.Client.InferAsync(request);
        Assert.Equal([6f], response.Outputs["y"].AsSpan<float>().ToArray());
    }
}
