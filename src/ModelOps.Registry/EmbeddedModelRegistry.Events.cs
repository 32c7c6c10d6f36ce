using System.Runtime.CompilerServices;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry;

public sealed partial class EmbeddedModelRegistry
{
    private const int WatchBatch = 256;
    private const int MaxEventLimit = 10_000;
    private readonly NewsSignal _news = new();

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of its range.</exception>
    public Task<IReadOnlyList<RegistryEvent>> ReadEventsAsync(long after, int limit = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxEventLimit);
        return ReadAsync<IReadOnlyList<RegistryEvent>>(() => _database.Read(c => Events.List(c, after, limit)), cancellationToken);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="after"/> is negative.</exception>
    public IAsyncEnumerable<RegistryEvent> WatchAsync(long after, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return FollowAsync(after, cancellationToken);
    }

    private async IAsyncEnumerable<RegistryEvent> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news = _news.Next; // taken before the log is read, so that nothing committed meanwhile is slept through
            IReadOnlyList<RegistryEvent> events = await ReadEventsAsync(after, WatchBatch, cancellationToken).ConfigureAwait(false);
            foreach (RegistryEvent entry in events)
            {
                yield return entry;
                cancellationToken.ThrowIfCancellationRequested();
                after = entry.Sequence;
            }

            if (events.Count == 0)
            {
                await news.WaitAsync(_options.PollInterval, _timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                cancellationToken.ThrowIfCancellationRequested();
            }
        }
    }
}
