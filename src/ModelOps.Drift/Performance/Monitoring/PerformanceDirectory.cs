using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Every version of a watched model that was called.</summary>
internal sealed class PerformanceDirectory(IOptions<PerformanceMonitoringOptions> options, LabelTeller teller, TimeProvider time, ILoggerFactory loggers)
    : VersionDirectory<VersionPerformance>(key => Make(key, options.Value.Models[key.Model], teller, time, loggers))
{
    /// <summary>The entry of a version, made at its first call; null when its model is not watched.</summary>
    internal VersionPerformance? FindWatched(string model, string version) => options.Value.Models.ContainsKey(model) ? Find(model, version) : null;

    private static VersionPerformance Make(VersionKey key, PerformanceModelOptions model, LabelTeller teller, TimeProvider time, ILoggerFactory loggers)
    {
        LabelJoin? join = model.JoinsLabels ? new LabelJoin(model.ToJoinOptions(), time, loggers.CreateLogger<LabelJoin>()) : null;
        return new VersionPerformance(
            key, model, join, teller, time, (version, problem) => loggers.CreateLogger<VersionPerformance>().PredictionsNotFound(version.Model, version.Version, problem));
    }
}
