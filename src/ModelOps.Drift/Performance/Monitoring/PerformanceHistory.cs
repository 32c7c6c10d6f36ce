using System.Collections.Concurrent;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Keeps the newest windows of each of the versions evaluated last.</summary>
internal sealed class PerformanceHistory(IOptions<PerformanceMonitoringOptions> options) : IPerformanceHistory
{
    private const int MaxVersions = 256;
    private readonly ConcurrentDictionary<VersionKey, PerformanceEvaluation[]> _windows = new();

    public IReadOnlyList<KeyValuePair<string, string>> Versions =>
        [.. _windows.Keys.OrderBy(static key => key.Model, StringComparer.Ordinal).ThenBy(static key => key.Version, StringComparer.Ordinal)
            .Select(static key => KeyValuePair.Create(key.Model, key.Version))];

    public IReadOnlyList<PerformanceEvaluation> Read(string model, string version) => _windows.GetValueOrDefault(new VersionKey(model, version)) ?? [];

    internal PerformanceEvaluation? Find(VersionKey key, DateTimeOffset from) => Read(key.Model, key.Version).FirstOrDefault(window => window.From == from);

    /// <summary>Adds a window, in place of what was known of it. For one thread.</summary>
    internal void Add(PerformanceEvaluation evaluation)
    {
        var key = new VersionKey(evaluation.Model, evaluation.Version);
        IEnumerable<PerformanceEvaluation> others = Read(key.Model, key.Version).Where(window => window.From != evaluation.From);
        _windows[key] = [.. others.Append(evaluation).OrderByDescending(static window => window.From).Take(options.Value.History)];
        if (_windows.Count > MaxVersions) { _windows.TryRemove(_windows.MinBy(static pair => pair.Value[0].To).Key, out _); }
    }
}
