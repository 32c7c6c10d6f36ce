using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Monitoring;

/// <summary>Keeps the newest evaluations of each of the versions evaluated last.</summary>
internal sealed class DriftHistory(IOptions<DriftMonitoringOptions> options) : IDriftHistory
{
    private const int MaxVersions = 256;
    private const int MaxProfiles = 10_000;
    private readonly ConcurrentDictionary<(string Model, string Version), DriftEvaluation[]> _evaluations = new();

    public IReadOnlyList<KeyValuePair<string, string>> Versions =>
        [.. _evaluations.Keys.OrderBy(static key => key.Model, StringComparer.Ordinal).ThenBy(static key => key.Version, StringComparer.Ordinal)
            .Select(static key => KeyValuePair.Create(key.Model, key.Version))];

    public IReadOnlyList<DriftEvaluation> Read(string model, string version) => _evaluations.GetValueOrDefault((model, version)) ?? [];

    internal void Add(DriftEvaluation evaluation)
    {
        // A profile of a feature takes some 2 kB, so wide models keep fewer windows.
        int kept = Math.Min(options.Value.History, MaxProfiles / Math.Max(1, evaluation.Current.Features.Count)) - 1;
        _evaluations.AddOrUpdate(
            (evaluation.Model, evaluation.Version),
            static (_, added) => [added.evaluation],
            static (_, before, added) => [added.evaluation, .. before.Take(Math.Max(0, added.kept))],
            (evaluation, kept));
        if (_evaluations.Count > MaxVersions) { _evaluations.TryRemove(_evaluations.MinBy(static pair => pair.Value[0].To).Key, out _); }
    }
}
