using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Caching;

public sealed class SingleFlightTests : IDisposable
{
    private readonly SemaphoreSlim _started = new(0);
    private readonly SemaphoreSlim _goOn = new(0);

    public void Dispose()
    {
        _started.Dispose();
        _goOn.Dispose();
    }

    [Fact]
    public async Task InferAsync_ManyAskTheSame_ModelRunsOnce()
    {
        using CacheTestHost host = await StartAsync();
        Task<(float Answer, bool IsCached)> leader = Start(host);
        await _started.WaitAsync();
        Task<(float Answer, bool IsCached)>[] followers = [.. Enumerable.Range(0, 32).Select(_ => Start(host))];
        await FollowedAsync(host);

        _goOn.Release();

        Assert.Equal((7f, false), await leader);
        Assert.All(await Task.WhenAll(followers), static answer => Assert.Equal((7f, true), answer));
        Assert.Equal(1, host.Runs);
        Assert.Empty(host.Cache.Flights);
    }

    [Fact]
    public async Task InferAsync_LeaderCancelled_AnotherLeads()
    {
        using CacheTestHost host = await StartAsync();
        using CancellationTokenSource cancel = new();
        Task<(float Answer, bool IsCached)> leader = Task.Run(async () => await host.CallAsync(3, cancellationToken: cancel.Token));
        await _started.WaitAsync();
        Task<(float Answer, bool IsCached)>[] followers = [.. Enumerable.Range(0, 8).Select(_ => Start(host))];
        await FollowedAsync(host);
        await cancel.CancelAsync();
        host.OnRun = null;

        _goOn.Release(); // the run of the leader goes on to its end and finds that it is cancelled

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leader);
        Assert.All(await Task.WhenAll(followers), static answer => Assert.Equal(7f, answer.Answer));
        Assert.Equal(2, host.Runs);
    }

    [Fact]
    public async Task InferAsync_LeaderFails_FailureIsNeitherSharedNorKept()
    {
        using CacheTestHost host = await StartAsync();
        int runs = 0;
        host.OnRun = () =>
        {
            _started.Release();
            _goOn.Wait();
            if (Interlocked.Increment(ref runs) == 1) { throw new ModelExecutionException("affine", "out of luck"); }
        };
        Task<(float Answer, bool IsCached)> leader = Start(host);
        await _started.WaitAsync();
        Task<(float Answer, bool IsCached)> follower = Start(host);
        await FollowedAsync(host);

        _goOn.Release(10);

        await Assert.ThrowsAsync<ModelExecutionException>(() => leader);
        Assert.Equal((7f, false), await follower);
        Assert.Equal((7f, false), await host.CallAsync(3));
        Assert.Equal((7f, true), await host.CallAsync(3));
    }

    [Fact]
    public async Task InferAsync_FollowerCancelledOrOutOfTime_LeavesAloneTheOthers()
    {
        using CacheTestHost host = await StartAsync();
        Task<(float Answer, bool IsCached)> leader = Start(host);
        await _started.WaitAsync();
        using CancellationTokenSource cancel = new();
        Task<(float Answer, bool IsCached)> cancelled = Task.Run(async () => await host.CallAsync(3, cancellationToken: cancel.Token));
        Task<(float Answer, bool IsCached)> late = Task.Run(async () => await host.CallAsync(3, r => r.Context.Deadline = host.Host.Time.GetUtcNow() + TimeSpan.FromSeconds(1)));
        await Eventually.TrueAsync(() => host.Cache.Flights.Values.Sum(static f => f.Followers) == 2, "both follow");

        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);
        await Eventually.TrueAsync(
            () =>
            {
                host.Host.Time.Advance(TimeSpan.FromSeconds(1)); // again, should the follower not have begun to wait yet
                return late.IsCompleted;
            },
            "the deadline passes");
        await Assert.ThrowsAsync<DeadlineExceededException>(() => late);
        _goOn.Release();

        Assert.Equal((7f, false), await leader);
    }

    [Fact]
    public async Task InferAsync_ManyThreadsManyQuestions_EachGetsItsOwnAnswer()
    {
        using CacheTestHost host = await CacheTestHost.StartAsync(static o => (o.MaxBytes, o.MaxEntryBytes) = (64 << 10, 1 << 10));

        await Parallel.ForAsync(0, 20_000, async (i, _) =>
        {
            int x = i * 7919 % 977;
            Assert.Equal((2f * x) + 1, (await host.CallAsync(x)).Answer);
        });

        Assert.InRange(host.Cache.Memory.Bytes, 1, 64 << 10);
        Assert.Empty(host.Cache.Flights);
    }

    private async Task<CacheTestHost> StartAsync()
    {
        CacheTestHost host = await CacheTestHost.StartAsync();
        host.OnRun = () =>
        {
            _started.Release();
            _goOn.Wait();
        };
        return host;
    }

    private static Task<(float Answer, bool IsCached)> Start(CacheTestHost host) => Task.Run(() => host.CallAsync(3));

    private static Task FollowedAsync(CacheTestHost host) =>
        Eventually.TrueAsync(() => host.Cache.Flights.Values.Any(static f => f.HasFollowers), "another call waits");
}
