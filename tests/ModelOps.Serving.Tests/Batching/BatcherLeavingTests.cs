using ModelOps.Serving.Batching;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Batching;

public sealed class BatcherLeavingTests
{
    [Fact]
    public async Task RunAsync_CancelledWhileWaiting_NeverRuns()
    {
        using BatchRig rig = new();
        using CancellationTokenSource source = new();
        Task<float> first = await rig.BlockAsync();
        Task<float> waiting = rig.CallAsync(1, token: source.Token);
        Task<float> other = rig.CallAsync(2);

        await source.CancelAsync();
        OperationCanceledException e = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
        Assert.Equal(source.Token, e.CancellationToken);
        Assert.Equal(1, rig.Batcher.QueuedRows);

        rig.Session.Open();
        await Task.WhenAll(first, other);
        Assert.Equal<float[]>([[0], [2]], rig.Session.Rows);
        Assert.Equal(1, rig.Generation.Statistics.Read("m", "1.0.0").Failure.Count);
    }

    [Fact]
    public async Task RunAsync_CancelledBefore_Cancelled()
    {
        using BatchRig rig = new();
        Task<float> first = await rig.BlockAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.CallAsync(1, token: new CancellationToken(true)));
        Assert.Equal(0, rig.Batcher.QueuedRows);
        rig.Session.Open();
        await first;
    }

    [Fact]
    public async Task RunAsync_AllCallersOfARunGone_RunIsEnded()
    {
        using BatchRig rig = new();
        using CancellationTokenSource source = new();
        Task<float> first = await rig.BlockAsync();
        Task<float>[] waiting = [.. Enumerable.Range(1, 3).Select(i => rig.CallAsync(i, token: source.Token))];
        rig.Session.Open();
        await first;
        await Task.WhenAll(waiting);

        Task<float> second = await rig.BlockAsync();
        Task<float>[] again = [.. Enumerable.Range(1, 3).Select(i => rig.CallAsync(i, token: source.Token))];
        rig.Session.OnRun = rows => { if (rows == 1) { rig.Session.Close(); } };
        rig.Session.Open();
        await second;
        await Eventually.TrueAsync(() => rig.Session.Running == 1 && rig.Session.Runs.Last() == 3, "the shared run is under way");
        await source.CancelAsync();

        foreach (Task<float> call in again) { await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call); }
        await Eventually.TrueAsync(() => rig.Session.Cancelled == 1, "the run was ended");
        rig.Session.OnRun = null;
        rig.Session.Open();
        await rig.SettledAsync();
        Assert.Equal(9, await rig.CallAsync(4));
    }

    [Fact]
    public async Task RunAsync_OneCallerOfARunGone_OthersGetTheirAnswers()
    {
        using BatchRig rig = new();
        using CancellationTokenSource source = new();
        Task<float> first = await rig.BlockAsync();
        Task<float> gone = rig.CallAsync(1, token: source.Token);
        Task<float> stays = rig.CallAsync(2);
        rig.Session.OnRun = rows => { if (rows == 1) { rig.Session.Close(); } };
        rig.Session.Open();
        await first;
        await Eventually.TrueAsync(() => rig.Session.Running == 1 && rig.Session.Runs.Last() == 2, "the shared run is under way");

        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone); // at once, while the run goes on
        Assert.Equal(0, rig.Session.Cancelled);
        rig.Session.Open();
        Assert.Equal(5, await stays);
        await rig.SettledAsync();
    }

    [Fact]
    public async Task RunAsync_DeadlinePassesWhileWaiting_EndsByTimerNotAtDispatch()
    {
        using BatchRig rig = new();
        Task<float> first = await rig.BlockAsync();
        Task<float> late = rig.CallAsync(1, deadline: rig.Time.GetUtcNow().AddMilliseconds(50));
        Task<float> later = rig.CallAsync(2, deadline: rig.Time.GetUtcNow().AddMilliseconds(80));
        Task<float> never = rig.CallAsync(3);

        rig.Time.Advance(TimeSpan.FromMilliseconds(50));
        DeadlineExceededException e = await Assert.ThrowsAsync<DeadlineExceededException>(() => late);
        Assert.Contains("while it waited", e.Message, StringComparison.Ordinal);
        Assert.False(later.IsCompleted);
        rig.Time.Advance(TimeSpan.FromMilliseconds(30));
        await Assert.ThrowsAsync<DeadlineExceededException>(() => later);

        rig.Session.Open();
        Assert.Equal(7, await never);
        await first;
        Assert.Equal([1, 1], rig.Session.Runs);
        await rig.SettledAsync();
    }

    [Fact]
    public async Task RunAsync_DeadlinePassesWhileSharedRunGoesOn_EndsAtOnce()
    {
        using BatchRig rig = new();
        Task<float> first = await rig.BlockAsync();
        Task<float>[] late = [.. Enumerable.Range(1, 2).Select(i => rig.CallAsync(i, deadline: rig.Time.GetUtcNow().AddMilliseconds(50)))];
        rig.Session.OnRun = rows => { if (rows == 1) { rig.Session.Close(); } };
        rig.Session.Open();
        await first;
        await Eventually.TrueAsync(() => rig.Session.Running == 1 && rig.Session.Runs.Last() == 2, "the shared run is under way");

        rig.Time.Advance(TimeSpan.FromMilliseconds(50));
        foreach (Task<float> call in late)
        {
            DeadlineExceededException e = await Assert.ThrowsAsync<DeadlineExceededException>(() => call);
            Assert.Contains("while it ran", e.Message, StringComparison.Ordinal);
        }

        await Eventually.TrueAsync(() => rig.Session.Cancelled == 1, "the run, abandoned, was ended");
        rig.Session.Open();
        await rig.SettledAsync();
    }

    [Fact]
    public async Task RunAsync_DeadlinePassesWhileRunningAlone_RunIsEnded()
    {
        using BatchRig rig = new();
        rig.Session.Close();
        Task<float> alone = Task.Run(() => rig.CallAsync(1, deadline: rig.Time.GetUtcNow().AddSeconds(1)));
        await Eventually.TrueAsync(() => rig.Session.Running == 1, "it runs");

        rig.Time.Advance(TimeSpan.FromSeconds(1));
        await Assert.ThrowsAsync<DeadlineExceededException>(() => alone);
        Assert.Equal(1, rig.Session.Cancelled);

        rig.Session.Open();
        Assert.Equal(3, await rig.CallAsync(1, deadline: rig.Time.GetUtcNow().AddSeconds(1)));
    }

    [Fact]
    public async Task RunAsync_CancelledWhileRunningAloneWithDeadline_Cancelled()
    {
        using BatchRig rig = new();
        using CancellationTokenSource source = new();
        rig.Session.Close();
        Task<float> alone = Task.Run(() => rig.CallAsync(1, deadline: rig.Time.GetUtcNow().AddSeconds(1), token: source.Token));
        await Eventually.TrueAsync(() => rig.Session.Running == 1, "it runs");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => alone);
    }

    [Fact]
    public async Task RunAsync_LargeCallCancelledHalfWay_RestNeverRuns()
    {
        using BatchRig rig = new(new BatchingSettings { Lanes = 1, MaxRows = 2 });
        using CancellationTokenSource source = new();
        rig.Session.Close();
        Task<float> large = rig.CallAsync(1, rows: 7, token: source.Token);
        await Eventually.TrueAsync(() => rig.Session.Running == 1, "its first part runs");
        await source.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => large);
        await Eventually.TrueAsync(() => rig.Session.Cancelled == 1, "that part was ended");
        rig.Session.Open();
        await rig.SettledAsync();
        Assert.Equal([2], rig.Session.Runs);
    }

    [Fact]
    public async Task DrainAsync_CallsWait_AllAreAnsweredThenDisposed()
    {
        using BatchRig rig = new();
        Task<float> first = await rig.BlockAsync();
        Task<float> second = rig.CallAsync(1);
        Task drain = rig.Generation.DrainAsync(TimeSpan.FromSeconds(30), rig.Time, static () => { });
        Assert.False(rig.Generation.TryLease());
        Assert.Equal(0, rig.Session.Disposals);

        rig.Session.Open();
        await Task.WhenAll(first, second, drain);
        Assert.Equal(1, rig.Session.Disposals);
        Assert.True(rig.Batcher.IsDisposed);
    }
}
