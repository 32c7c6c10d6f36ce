using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Mlflow.Remote;

/// <summary>A log of what changed on a server that keeps none: each look at it is compared with the one before.</summary>
/// <remarks>The log lives as long as this process. Sequences begin at the time of the first look, so they grow from process to process, and
/// whoever asks for what comes after a sequence of an earlier process gets the whole state again.</remarks>
internal sealed class RegistryFeed(RemoteModels models, AliasRevisions revisions, TimeProvider timeProvider, ILogger logger) : IDisposable
{
    private const int MaxEvents = 100_000;
    private const int SequencesPerMillisecond = 1_000;
    private const int WatchBatch = 256;
    private readonly SemaphoreSlim _looking = new(1, 1);
    private readonly Lock _lock = new();
    private readonly NewsSignal _news = new();
    private readonly Queue<RegistryEvent> _events = [];
    private readonly Dictionary<string, (long Latest, IReadOnlyDictionary<string, long> Aliases)> _state = [];
    private long _last;
    private bool _isLost;

    /// <summary>Wakes the watchers: this process changed something.</summary>
    public void Signal() => _news.Signal();

    public async Task<IReadOnlyList<RegistryEvent>> ReadAsync(long after, int limit, CancellationToken cancellationToken)
    {
        await LookAsync(cancellationToken).ConfigureAwait(false);
        lock (_lock) { return [.. _events.Where(e => e.Sequence > after).Take(limit)]; }
    }

    public async IAsyncEnumerable<RegistryEvent> WatchAsync(long after, TimeSpan interval, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            Task news = _news.Next; // taken before the look, so that nothing done meanwhile is slept through
            IReadOnlyList<RegistryEvent> events = await TryReadAsync(after, interval, cancellationToken).ConfigureAwait(false);
            foreach (RegistryEvent entry in events)
            {
                yield return entry;
                cancellationToken.ThrowIfCancellationRequested();
                after = entry.Sequence;
            }

            if (events.Count == WatchBatch) { continue; }
            await news.WaitAsync(interval, timeProvider, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            cancellationToken.ThrowIfCancellationRequested();
        }
    }

    public void Dispose() => _looking.Dispose();

    /// <summary>A server that is away for a while does not end a watch.</summary>
    private async Task<IReadOnlyList<RegistryEvent>> TryReadAsync(long after, TimeSpan interval, CancellationToken cancellationToken)
    {
        try
        {
            IReadOnlyList<RegistryEvent> events = await ReadAsync(after, WatchBatch, cancellationToken).ConfigureAwait(false);
            if (Interlocked.Exchange(ref _isLost, false)) { logger.MlflowWatchBack(); }
            return events;
        }
        catch (ModelOpsException error)
        {
            if (!Interlocked.Exchange(ref _isLost, true)) { logger.MlflowWatchLost(error.Code, interval); }
            return [];
        }
    }

    private async Task LookAsync(CancellationToken cancellationToken)
    {
        await _looking.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            HashSet<string> seen = new(StringComparer.Ordinal);
            foreach (WireModel model in await models.ListAsync(cancellationToken).ConfigureAwait(false))
            {
                if (!ModelReference.IsName(model.Name)) { continue; }
                seen.Add(model.Name);
                await CompareAsync(model, cancellationToken).ConfigureAwait(false);
            }

            foreach (string gone in _state.Keys.Where(name => !seen.Contains(name)).ToArray())
            {
                _state.Remove(gone);
                Append(new RegistryEvent { Sequence = 0, Kind = RegistryEventKind.ModelDeleted, Model = gone, Number = 0, At = timeProvider.GetUtcNow() });
            }
        }
        finally
        {
            _looking.Release();
        }
    }

    private async Task CompareAsync(WireModel model, CancellationToken cancellationToken)
    {
        bool isNew = !_state.TryGetValue(model.Name, out (long Latest, IReadOnlyDictionary<string, long> Aliases) before);
        long latest = Math.Max(before.Latest, model.LatestNumber);
        if (isNew && latest == 0) { Append(new RegistryEvent { Sequence = 0, Kind = RegistryEventKind.ModelCreated, Model = model.Name, Number = 0, At = model.CreatedAt }); }
        if (latest > before.Latest)
        {
            IReadOnlyList<WireVersion> versions = await models.ListVersionsAsync(model.Name, cancellationToken).ConfigureAwait(false);
            foreach (WireVersion version in versions.Where(v => v.Number > before.Latest).Reverse())
            {
                Append(new RegistryEvent { Sequence = 0, Kind = RegistryEventKind.VersionRegistered, Model = model.Name, Number = version.Number, At = version.CreatedAt });
            }

            latest = Math.Max(before.Latest, versions.Count == 0 ? 0 : versions[0].Number); // what is not finished yet is told when it is
        }

        foreach (string alias in model.Aliases.Keys.Union(before.Aliases?.Keys ?? []).Order(StringComparer.Ordinal)) { CompareAlias(model, alias, before.Aliases); }
        _state[model.Name] = (latest, model.Aliases);
    }

    private void CompareAlias(WireModel model, string alias, IReadOnlyDictionary<string, long>? before)
    {
        long? previous = before is not null && before.TryGetValue(alias, out long was) ? was : null;
        long? number = model.Aliases.TryGetValue(alias, out long now) ? now : null;
        if (previous == number || !ModelReference.IsAlias(alias)) { return; }
        AliasNote? note = AliasNote.Find(model, alias);
        long revision = revisions.Observe(model.Name, alias, number, note);
        bool isTold = note?.Number == number;
        Append(new RegistryEvent
        {
            Sequence = 0,
            Kind = number is null ? RegistryEventKind.AliasRemoved : RegistryEventKind.AliasMoved,
            Model = model.Name,
            Number = number ?? previous!.Value,
            At = isTold ? note!.At : timeProvider.GetUtcNow(),
            Alias = alias,
            PreviousNumber = previous,
            Revision = revision,
            Reason = isTold ? note!.Reason : null,
            Actor = isTold ? note!.Actor : null,
        });
    }

    private void Append(RegistryEvent entry)
    {
        lock (_lock)
        {
            if (_last == 0) { _last = timeProvider.GetUtcNow().ToUnixTimeMilliseconds() * SequencesPerMillisecond; }
            _events.Enqueue(entry with { Sequence = ++_last });
            if (_events.Count > MaxEvents) { _events.Dequeue(); }
        }
    }
}
