using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift;

/// <summary>Compares traffic of served models with their reference profiles, and tells logs and metrics what it found. Made by <c>AddDrift()</c>;
/// safe for concurrent use.</summary>
public sealed class DriftMonitor
{
    private readonly DriftAnalyzer _analyzer;
    private readonly DriftMetrics _metrics;
    private readonly TimeProvider _time;
    private readonly ILogger<DriftMonitor> _logger;

    internal DriftMonitor(DriftAnalyzer analyzer, DriftMetrics metrics, TimeProvider time, ILogger<DriftMonitor> logger)
    {
        _analyzer = analyzer;
        _metrics = metrics;
        _time = time;
        _logger = logger;
    }

    /// <summary>Compares current data of a model with its reference.</summary>
    /// <param name="model">Name of the model.</param>
    /// <param name="version">Version whose reference it is.</param>
    /// <param name="reference">Reference profile of the version.</param>
    /// <param name="current">Profile of current data, built over the reference's bins.</param>
    /// <returns>A verdict for each feature of the reference.</returns>
    /// <exception cref="ArgumentException">A feature counts over different bins in the two.</exception>
    public DriftReport Evaluate(string model, string version, DatasetProfile reference, DatasetProfile current)
    {
        ArgumentException.ThrowIfNullOrEmpty(model);
        ArgumentException.ThrowIfNullOrEmpty(version);
        long started = _time.GetTimestamp();
        DriftReport report = _analyzer.Compare(reference, current);
        _metrics.Evaluated(model, version, _time.GetElapsedTime(started), report);
        foreach (FeatureDrift feature in report.Features.Where(static feature => feature.HasDrifted).Select(static feature => feature.Leading))
        {
            _logger.FeatureDrifted(
                feature.Feature, model, version, feature.Statistic, feature.Value, feature.EffectSize, feature.MinimumEffect, feature.AdjustedPValue);
        }

        _logger.DriftEvaluated(model, version, report.DriftedCount, report.TestedCount, report.Features.Count - report.TestedCount);
        return report;
    }
}
