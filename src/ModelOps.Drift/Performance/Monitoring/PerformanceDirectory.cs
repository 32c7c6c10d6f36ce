using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Every version of a watched model that was called.</summary>
internal sealed class PerformanceDirectory(
    IOptions<PerformanceMonitoringOptions> options, LabelTeller teller, PerformanceState state, TimeProvider time, ILoggerFactory loggers)
    : VersionDirectory<VersionPerformance>(key => Make(key, options.Value.Models[key.Model], teller, state, time, loggers))
{
    /// <summary>Whether there is any model to watch.</summary>
    internal bool WatchesAny => options.Value.Models.Count > 0;

    /// <summary>Whether the performance of a model is watched.</summary>
    internal bool Watches(string model) => options.Value.Models.ContainsKey(model);

    /// <summary>The entry of a version, made at its first call; null when its model is not watched.</summary>
    internal VersionPerformance? FindWatched(string model, string version) => Watches(model) ? Find(model, version) : null;

    private static VersionPerformance Make(VersionKey key, PerformanceModelOptions model, LabelTeller teller, PerformanceState state, TimeProvider time, ILoggerFactory loggers)
    {
        PerformanceStateDocument? saved = state.Take(key);
        LabelJoin? join = model.JoinsLabels ? Join(key, model, saved?.Labels, state, time, loggers.CreateLogger<LabelJoin>()) : null;
        return new VersionPerformance(
            key, model, join, saved, teller, time, (version, problem) => loggers.CreateLogger<VersionPerformance>().PredictionsNotFound(version.Model, version.Version, problem));
    }

    private static LabelJoin Join(VersionKey key, PerformanceModelOptions model, LabelJoinDocument? saved, PerformanceState state, TimeProvider time, ILogger<LabelJoin> logger)
    {
        try
        {
            if (saved is not null) { return LabelJoin.Restore(saved, model.ToJoinOptions(), time, logger); }
        }
        catch (PerformanceFormatException error)
        {
            state.Drop(key, $"its labels are left out: {error.Problem}");
        }

        return new LabelJoin(model.ToJoinOptions(), time, logger);
    }
}
