using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Keeps the newest changes of each watched version.</summary>
internal sealed class StreamHistory(IOptions<StreamDetectionOptions> options) : IStreamHistory
{
    private readonly ConcurrentDictionary<VersionKey, StreamChange[]> _changes = new();

    public IReadOnlyList<KeyValuePair<string, string>> Versions =>
        [.. _changes.Keys.OrderBy(static key => key.Model, StringComparer.Ordinal).ThenBy(static key => key.Version, StringComparer.Ordinal)
            .Select(static key => KeyValuePair.Create(key.Model, key.Version))];

    public IReadOnlyList<StreamChange> Read(string model, string version) => Read(new VersionKey(model, version));

    internal IReadOnlyList<StreamChange> Read(VersionKey key) => _changes.GetValueOrDefault(key) ?? [];

    internal void Add(StreamChange change)
    {
        int most = options.Value.History;
        _changes.AddOrUpdate(
            new VersionKey(change.Model, change.Version),
            static (_, added) => [added.change],
            static (_, before, added) => [added.change, .. before.Take(added.most - 1)],
            (change, most));
    }

    internal void Load(VersionKey key, IReadOnlyList<StreamChange> changes)
    {
        if (changes.Count > 0) { _changes[key] = [.. changes.Take(options.Value.History)]; }
    }

    internal void Forget(VersionKey key) => _changes.TryRemove(key, out _);
}
