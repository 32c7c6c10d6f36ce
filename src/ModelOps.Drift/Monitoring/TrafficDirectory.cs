using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Monitoring;

/// <summary>Every version that was called: watched, left alone, or waiting for its reference.</summary>
internal sealed class TrafficDirectory(IOptions<DriftMonitoringOptions> options)
{
    private const int MaxVersions = 10_000;
    private readonly ConcurrentDictionary<VersionKey, TrafficEntry> _entries = new();
    private readonly ConcurrentQueue<TrafficEntry> _found = new();
    private volatile TrafficEntry? _last;

    internal IEnumerable<TrafficEntry> Entries => _entries.Select(static pair => pair.Value);

    internal IEnumerable<VersionTraffic> Watched => Entries.Select(static entry => entry.Traffic).OfType<VersionTraffic>();

    /// <summary>The entry of a version, made at its first call; null when there are too many.</summary>
    internal TrafficEntry? Find(string model, string version)
    {
        // Most hosts serve one version most of the time, and its strings are the same objects in every answer.
        if (_last is { } last && ReferenceEquals(last.Key.Model, model) && ReferenceEquals(last.Key.Version, version)) { return last; }
        if (!_entries.TryGetValue(new VersionKey(model, version), out TrafficEntry? entry)) { entry = Make(new VersionKey(model, version)); }
        _last = entry;
        return entry;
    }

    /// <summary>Versions called for the first time since the last time this was asked.</summary>
    internal IEnumerable<TrafficEntry> TakeFound()
    {
        while (_found.TryDequeue(out TrafficEntry? entry)) { yield return entry; }
    }

    /// <summary>Forgets a version that is called no more; its next call makes it known anew.</summary>
    internal void Forget(TrafficEntry entry)
    {
        _last = null;
        _entries.TryRemove(KeyValuePair.Create(entry.Key, entry));
    }

    private TrafficEntry? Make(VersionKey key)
    {
        if (_entries.Count >= MaxVersions) { return null; }
        var made = new TrafficEntry(key);
        TrafficEntry kept = _entries.GetOrAdd(key, made);
        if (kept == made && !(options.Value.Models.TryGetValue(key.Model, out MonitoredModelOptions? model) && !model.Enabled)) { _found.Enqueue(made); }
        return kept;
    }
}
