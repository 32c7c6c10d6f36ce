using System.Runtime.CompilerServices;
using ModelOps.Registry.Metadata;

namespace ModelOps.Registry.Core;

internal sealed partial class RegistryCore
{
    private const int WatchBatch = 256;
    private const int MaxEventLimit = 10_000;

    public async Task<IReadOnlyList<RegistryEvent>> ReadEventsAsync(long after, int limit = 1000, CancellationToken cancellationToken = default)
    {
        CheckRange(after, limit);
        return await database.ReadAsync(c => LogTable.ListAsync(c, after, limit), cancellationToken).ConfigureAwait(false);
    }

    public IAsyncEnumerable<RegistryEvent> WatchAsync(long after, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        return FollowAsync(after, cancellationToken);
    }

    public async Task<IReadOnlyList<RegistryEvent>> ReadAliasHistoryAsync(
        string model, string alias, long after = 0, int limit = 1000, CancellationToken cancellationToken = default)
    {
        _ = ModelReference.ToAlias(model, alias); // both are names
        CheckRange(after, limit);
        return await database.ReadSnapshotAsync(
            async c => await LogTable.ListOfAliasAsync(c, (await Models.GetAsync(c, model).ConfigureAwait(false)).Id, alias, after, limit).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    public async Task<IReadOnlyList<RegistryEvent>> ReadVersionHistoryAsync(
        string model, long number, long after = 0, int limit = 1000, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentOutOfRangeException.ThrowIfNegative(number);
        CheckRange(after, limit);
        return await database.ReadSnapshotAsync(
            async c => await LogTable.ListOfVersionAsync(c, (await Models.GetAsync(c, model).ConfigureAwait(false)).Id, number, after, limit).ConfigureAwait(false),
            cancellationToken).ConfigureAwait(false);
    }

    public Task<ModelSnapshot> ReadStateAsync(string model, DateTimeOffset at, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        return database.ReadSnapshotAsync(
            async c =>
            {
                ModelRow row = await Models.GetAsync(c, model).ConfigureAwait(false);
                long upTo = await LogTable.LastAtAsync(c, at).ConfigureAwait(false);
                List<RegistryEvent> events = await LogTable.ListOfModelAsync(c, row.Id, upTo).ConfigureAwait(false);
                return StateFold.Fold(model, at, upTo, events, await Versions.NumbersEverAsync(c, row.Id).ConfigureAwait(false));
            },
            cancellationToken);
    }

    private static void CheckRange(long after, int limit)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(after);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, MaxEventLimit);
    }

    private async IAsyncEnumerable<RegistryEvent> FollowAsync(long after, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news = News.Next; // both taken before the log is read, so that nothing committed meanwhile is slept through
            long? stamp = database.ReadStamp();
            IReadOnlyList<RegistryEvent> events = await ReadEventsAsync(after, WatchBatch, cancellationToken).ConfigureAwait(false);
            foreach (RegistryEvent entry in events)
            {
                yield return entry;
                cancellationToken.ThrowIfCancellationRequested();
                after = entry.Sequence;
            }

            if (events.Count == 0) { await WaitForWriteAsync(news, stamp, cancellationToken).ConfigureAwait(false); }
        }
    }

    /// <summary>Waits for a signal, or for another stamp; where there are no stamps, until it is time to look.</summary>
    private async Task WaitForWriteAsync(Task news, long? stamp, CancellationToken cancellationToken)
    {
        do
        {
            await news.WaitAsync(settings.PollInterval, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
        while (!news.IsCompleted && stamp is not null && database.ReadStamp() == stamp);
    }
}
