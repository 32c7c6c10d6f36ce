using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Keeps the newest changes of each watched version.</summary>
internal sealed class StreamHistory(IOptions<StreamDetectionOptions> options) : VersionHistory<StreamChange>, IStreamHistory
{
    internal void Add(StreamChange change) => Add(new VersionKey(change.Model, change.Version), change, options.Value.History);

    internal void Load(VersionKey key, IReadOnlyList<StreamChange> changes)
    {
        if (changes.Count > 0) { Kept[key] = [.. changes.Take(options.Value.History)]; }
    }

    internal void Forget(VersionKey key) => Kept.TryRemove(key, out _);
}
