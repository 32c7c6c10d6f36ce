using System.Collections.Concurrent;
using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>The versions whose streams are watched, each from its first call on.</summary>
internal sealed class StreamDirectory
{
    private readonly StreamDetectionOptions _options;
    private readonly TimeProvider _time;
    private readonly FrozenDictionary<string, StreamPlan[]> _plans;
    private readonly ConcurrentDictionary<VersionKey, WatchedVersion> _versions = new();
    private readonly ConcurrentDictionary<string, WatchedVersion> _answered = new(StringComparer.Ordinal);
    private volatile WatchedVersion? _last;

    public StreamDirectory(IOptions<StreamDetectionOptions> options, TimeProvider time)
    {
        _options = options.Value;
        _time = time;
        _plans = _options.Models.Where(static model => model.Value.Enabled && model.Value.Streams.Count > 0)
            .ToFrozenDictionary(static model => model.Key, static model => Plan(model.Value), StringComparer.Ordinal);
    }

    /// <summary>Whether any model has streams.</summary>
    internal bool HasStreams => _plans.Count > 0;

    internal IEnumerable<WatchedVersion> Versions => _versions.Select(static pair => pair.Value);

    /// <summary>Versions made since the last time this was asked.</summary>
    internal ConcurrentQueue<WatchedVersion> Found { get; } = new();

    /// <summary>The streams of a version that answered, made at its first call; null when the model has none, or too many versions are there.</summary>
    internal WatchedVersion? Find(string model, string version)
    {
        // Most hosts serve one version most of the time, and its strings are the same objects in every answer.
        if (_last is { } last && ReferenceEquals(last.Key.Model, model) && ReferenceEquals(last.Key.Version, version)) { return last; }
        if (!_plans.TryGetValue(model, out StreamPlan[]? plans)) { return null; }
        if (!_versions.TryGetValue(new VersionKey(model, version), out WatchedVersion? found))
        {
            // Those beyond the number are forgotten by the next round.
            if (_versions.Count >= 2 * _options.MaxVersions) { return null; }
            found = Add(new VersionKey(model, version), plans, _time.GetUtcNow().UtcTicks);
        }

        _last = found;
        if (found.Failures.Length > 0 && _answered.GetValueOrDefault(model) != found) { _answered[model] = found; }
        return found;
    }

    /// <summary>The version that a call asked for, when it is known; else the one of the model that answered last.</summary>
    internal WatchedVersion? FindAsked(ModelReference reference) =>
        !_plans.ContainsKey(reference.Name) ? null
        : reference.Version is { } version && _versions.TryGetValue(new VersionKey(reference.Name, version), out WatchedVersion? found) ? found
        : _answered.GetValueOrDefault(reference.Name);

    /// <summary>The streams of a version; null when it is not watched.</summary>
    internal WatchedVersion? TryFind(VersionKey key) => _versions.GetValueOrDefault(key);

    /// <summary>A version from a saved state; null when its model has no streams.</summary>
    internal WatchedVersion? Restore(VersionKey key, long seenAt) =>
        _plans.TryGetValue(key.Model, out StreamPlan[]? plans) && _versions.Count < _options.MaxVersions ? Add(key, plans, seenAt) : null;

    /// <summary>Forgets versions that had no value for long, and those beyond the number that are kept.</summary>
    internal IReadOnlyList<WatchedVersion> Forget(long now)
    {
        int most = _options.MaxVersions;
        WatchedVersion[] old = [.. Versions.Where(version => now - version.SeenAt >= _options.ForgetAfter.Ticks)];
        if (_versions.Count - old.Length > most) { old = [.. Versions.OrderByDescending(static version => version.SeenAt).Skip(most).Union(old)]; }
        foreach (WatchedVersion version in old)
        {
            version.IsForgotten = true;
            _versions.TryRemove(KeyValuePair.Create(version.Key, version));
            _answered.TryRemove(KeyValuePair.Create(version.Key.Model, version));
            if (_last == version) { _last = null; }
        }

        return old;
    }

    private static StreamPlan[] Plan(StreamedModelOptions model) =>
        [.. model.Streams.OrderBy(static stream => stream.Key, StringComparer.Ordinal).Select(static stream => new StreamPlanner(string.Empty, stream.Key, stream.Value).Make()!)];

    private WatchedVersion Add(VersionKey key, StreamPlan[] plans, long now)
    {
        var made = new WatchedVersion(key, plans, now);
        WatchedVersion kept = _versions.GetOrAdd(key, made);
        if (kept == made) { Found.Enqueue(made); }
        return kept;
    }
}
