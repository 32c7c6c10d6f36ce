using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Keeps the newest windows of each of the versions evaluated last.</summary>
internal sealed class PerformanceHistory(IOptions<PerformanceMonitoringOptions> options) : VersionHistory<PerformanceEvaluation>, IPerformanceHistory
{
    private const int MaxVersions = 256;

    internal PerformanceEvaluation? Find(VersionKey key, DateTimeOffset from) => Read(key).FirstOrDefault(window => window.From == from);

    /// <summary>Adds a window, in place of what was known of it. For one thread.</summary>
    internal void Add(PerformanceEvaluation evaluation)
    {
        var key = new VersionKey(evaluation.Model, evaluation.Version);
        IEnumerable<PerformanceEvaluation> others = Read(key).Where(window => window.From != evaluation.From);
        Kept[key] = [.. others.Append(evaluation).OrderByDescending(static window => window.From).Take(options.Value.History)];
        Trim(MaxVersions, static newest => newest.To);
    }
}
