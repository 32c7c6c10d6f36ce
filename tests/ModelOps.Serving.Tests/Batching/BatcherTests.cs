using ModelOps.Serving.Batching;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Batching;

public sealed class BatcherTests
{
    [Fact]
    public async Task RunAsync_CallerBlocksItsThread_OthersOfTheRunAreAnswered()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1 });
        using ManualResetEventSlim gate = new();
        Task<float> first = await rig.BlockAsync();
        Task<float>[] calls = [.. Enumerable.Range(0, 20).Select(i => rig.CallAsync(i))];
        Task all = Task.WhenAll(calls);
        Task[] blocking = [.. calls.Take(2).Select(call => call.ContinueWith(_ => gate.Wait(), CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default))];
        rig.Session.Open();
        try
        {
            await all.WaitAsync(TimeSpan.FromSeconds(30));
            rig.Time.Advance(TimeSpan.FromMinutes(1)); // so long the two block
        }
        finally
        {
            gate.Set();
        }

        await Task.WhenAll([first, .. blocking]);
        Assert.Equal([1, 20], rig.Session.Runs);

        // It was their own time: calls with a deadline are admitted as before.
        Task<float> next = await rig.BlockAsync();
        Task<float> waits = rig.CallAsync(1, deadline: rig.Time.GetUtcNow().AddSeconds(10));
        rig.Session.Open();
        await Task.WhenAll(next, waits);
        await rig.SettledAsync();
    }

    [Fact]
    public async Task RunAsync_Idle_RunsOnCallersThread()
    {
        using BatchRig rig = new();
        int thread = 0;
        rig.Session.OnRun = _ => thread = Environment.CurrentManagedThreadId;

        Task<float> call = rig.CallAsync(3);

        Assert.True(call.IsCompletedSuccessfully);
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.Equal(7, await call);
        Assert.Equal(0, rig.Batcher.CallsOut);
    }

    [Fact]
    public void RunAsync_IdleAtSteadyState_AllocatesNothing()
    {
        using ModelGenerationOf generation = new(new NullSession(), new BatchingSettings());
        using InferenceRequest request = BatchRig.Request(1);
        using InferenceResponse response = new();

        Assert.Equal(0, Allocations.Fewest(() => generation.Generation.RunAsync(request, response, default)));
    }

    [Fact]
    public async Task RunAsync_Busy_WaitingCallsShareTheNextRun()
    {
        using BatchRig rig = new();
        Task<float> first = await rig.BlockAsync();
        Task<float>[] waiting = [.. Enumerable.Range(1, 10).Select(i => rig.CallAsync(i * 10, rows: i % 3 + 1))];
        Assert.Equal(waiting.Select((_, i) => (i + 1) % 3 + 1).Sum(), rig.Batcher.QueuedRows);

        rig.Session.Open();
        await Task.WhenAll([first, .. waiting]);

        Assert.Equal([1, 20], rig.Session.Runs);
        ModelStatistics statistics = rig.Generation.Statistics.Read("m", "1.0.0");
        Assert.Equal(21, statistics.InferenceCount);
        Assert.Equal(2, statistics.ExecutionCount);
        Assert.Equal(11, statistics.Success.Count);
        Assert.Equal(10, statistics.Queue.Count);
        await rig.SettledAsync();
    }

    [Fact]
    public async Task RunAsync_TwoLanes_RunAtTheSameTime()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 2 });
        rig.Session.Close();
        Task<float>[] calls = [.. Enumerable.Range(0, 2).Select(i => Task.Run(() => rig.CallAsync(i)))];
        await Eventually.TrueAsync(() => rig.Session.Running == 2, "both lanes run");

        Task<float> third = rig.CallAsync(5);
        Assert.Equal(1, rig.Batcher.QueuedRows);
        rig.Session.Open();
        await Task.WhenAll([.. calls, third]);
        await rig.SettledAsync();
    }

    [Fact]
    public async Task RunAsync_OtherShapesOrOutputs_DoNotMix()
    {
        using BatchRig rig = new();
        Task<float> first = await rig.BlockAsync();
        InferenceRequest subset = BatchRig.Request(4);
        subset.RequestedOutputs.Add("y");
        Task<float>[] waiting = [rig.CallAsync(1), rig.CallAsync(2, columns: 2), rig.CallAsync(3, columns: 2), rig.CallAsync(subset), rig.CallAsync(5)];

        rig.Session.Open();
        await Task.WhenAll([first, .. waiting]);

        Assert.Equal([1, 2, 2, 1], rig.Session.Runs);
        Assert.Equal<float[]>([[0], [1, 5], [2, 3], [4]], rig.Session.Rows);
    }

    [Fact]
    public async Task RunAsync_Parameters_RunAloneUnlessIgnored()
    {
        foreach (bool isIgnored in (bool[])[false, true])
        {
            using BatchRig rig = new(new BatchingSettings { Lanes = 1, IgnoreParameters = isIgnored });
            Task<float> first = await rig.BlockAsync();
            InferenceRequest request = BatchRig.Request(4);
            request.Parameters.Set("temperature", 1L);
            Task<float> call = Task.Run(() => rig.CallAsync(request));
            await Eventually.TrueAsync(() => isIgnored ? rig.Batcher.QueuedRows == 1 : rig.Session.Running == 2, "it waits, or runs beside");

            rig.Session.Open();
            await Task.WhenAll(first, call);
            await rig.SettledAsync();
        }
    }

    [Fact]
    public async Task RunAsync_SeparateTenants_DoNotShareRuns()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, SeparateTenants = true });
        Task<float> first = await rig.BlockAsync();
        Task<float>[] waiting = [rig.CallAsync(1, tenant: "a"), rig.CallAsync(2, tenant: "b"), rig.CallAsync(3, tenant: "a")];

        rig.Session.Open();
        await Task.WhenAll([first, .. waiting]);

        Assert.Equal<float[]>([[0], [1, 3], [2]], rig.Session.Rows);
    }

    [Theory]
    [InlineData(4, 10, new[] { 1, 4, 4, 2 })]
    [InlineData(4, 4, new[] { 1, 4 })]
    [InlineData(1, 3, new[] { 1, 1, 1, 1 })]
    public async Task RunAsync_MoreRowsThanARunMayHave_SplitAndJoined(int maxRows, int rows, int[] runs)
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, MaxRows = maxRows });
        Task<float> first = await rig.BlockAsync();
        Task<float> large = rig.CallAsync(100, rows, columns: 3);

        rig.Session.Open();
        Assert.Equal(201, await large);
        await first;

        Assert.Equal(runs, rig.Session.Runs);
        await rig.SettledAsync();
    }

    [Fact]
    public async Task RunAsync_OversizeAndIdle_RunsOnLanes()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 2, MaxRows = 8 });
        Assert.Equal(11, await rig.CallAsync(5, rows: 50));
        Assert.Equal(50, rig.Session.Runs.Sum());
        Assert.True(rig.Session.Runs.Max() <= 8);
        await rig.SettledAsync();
    }

    [Fact]
    public async Task RunAsync_PreferredSizes_RunsHaveThem()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, PreferredSizes = [4, 8] });
        Task<float> first = await rig.BlockAsync();
        Task<float>[] waiting = [.. Enumerable.Range(1, 15).Select(i => rig.CallAsync(i))];

        rig.Session.Open();
        await Task.WhenAll([first, .. waiting]);

        Assert.Equal([1, 8, 4, 3], rig.Session.Runs);
    }

    [Fact]
    public async Task RunAsync_Padded_NobodySeesThePadding()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, PreferredSizes = [4, 8], PadToPreferredSize = true });
        Task<float> first = await rig.BlockAsync();
        Task<float>[] waiting = [.. Enumerable.Range(1, 6).Select(i => rig.CallAsync(i))];

        rig.Session.Open();
        await Task.WhenAll([first, .. waiting]);

        Assert.Equal([1, 8], rig.Session.Runs);
        Assert.Equal([1, 2, 3, 4, 5, 6, 6, 6], rig.Session.Rows.Last());
        Assert.Equal(7, rig.Generation.Statistics.Read("m", "1.0.0").InferenceCount);
    }

    [Fact]
    public async Task RunAsync_MaxDelay_HoldsBackUntilItOrEnough()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, MaxRows = 3, MaxDelay = TimeSpan.FromMilliseconds(20) });
        Task<float> one = rig.CallAsync(1);
        rig.Time.Advance(TimeSpan.FromMilliseconds(10));
        Task<float> two = rig.CallAsync(2);
        Assert.Empty(rig.Session.Runs);
        rig.Time.Advance(TimeSpan.FromMilliseconds(10));
        await Task.WhenAll(one, two);
        Assert.Equal([2], rig.Session.Runs);

        await Task.WhenAll(rig.CallAsync(1), rig.CallAsync(2), rig.CallAsync(3)); // enough: the clock stands still
        Assert.Equal([2, 3], rig.Session.Runs);
        await rig.SettledAsync();
    }

    [Fact]
    public async Task Dispose_Idle_LanesEnd()
    {
        BatchRig rig = new();
        Task<float> first = await rig.BlockAsync();
        Task<float> second = rig.CallAsync(1);
        rig.Session.Open();
        await Task.WhenAll(first, second);
        await rig.SettledAsync();
        rig.Dispose();
        await Eventually.TrueAsync(() => rig.Batcher.LaneCount == 0, "the lanes have ended");
    }
}
