using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Core;

namespace ModelOps.Registry.Tests.Core;

public sealed class WatchTests
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(10);
    private readonly FakeTimeProvider _time = new();
    private readonly StampedDatabase _database = new() { Stamp = 7 };

    [Fact]
    public async Task WatchAsync_StampUnchanged_LogIsNotRead()
    {
        await WatchAsync(async () =>
        {
            await PassAsync(20, () => _database.Stamps);

            Assert.Equal(1, _database.Reads);
        });
    }

    [Fact]
    public async Task WatchAsync_StampChanged_LogIsReadAtTheNextLook()
    {
        await WatchAsync(async () =>
        {
            await PassAsync(2, () => _database.Stamps);
            _database.Stamp = 8;
            await PassAsync(1, () => _database.Reads);
        });
    }

    [Fact]
    public async Task WatchAsync_NoStamps_LogIsReadAtEachLook()
    {
        _database.Stamp = null;
        await WatchAsync(() => PassAsync(5, () => _database.Reads));
    }

    [Fact]
    public async Task WatchAsync_Signal_LogIsReadAtOnce()
    {
        RegistryCore? core = null;
        await WatchAsync(
            async () =>
            {
                core!.News.Signal();
                await UntilAsync(() => _database.Reads == 2);
            },
            c => core = c);
    }

    private async Task WatchAsync(Func<Task> check, Action<RegistryCore>? use = null)
    {
        RegistrySettings settings = new() { PollInterval = s_interval, MaxVersionBytes = 1, Stages = StageRules.From(new Dictionary<string, IList<string>>()) };
        RegistryCore core = new(_database, null!, null!, settings, _time, NullLogger.Instance);
        use?.Invoke(core);
        using CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        await using IAsyncEnumerator<RegistryEvent> watch = core.WatchAsync(0, stop.Token).GetAsyncEnumerator(stop.Token);
        Task<bool> next = watch.MoveNextAsync().AsTask();

        await check();

        Assert.False(next.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => next);
    }

    /// <summary>Lets intervals pass until something was counted so many times more. The watcher takes up each a little later than the clock moves.</summary>
    private async Task PassAsync(int times, Func<int> count)
    {
        int goal = count() + times;
        await UntilAsync(() =>
        {
            if (count() < goal) { _time.Advance(s_interval); }
            return count() >= goal;
        });
    }

    private static async Task UntilAsync(Func<bool> isMet)
    {
        for (int i = 0; !isMet(); i++)
        {
            Assert.True(i < 10_000, "It was not met.");
            await Task.Delay(1, TestContext.Current.CancellationToken);
        }
    }
}
