namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Holds realised metrics against those of the reference.</summary>
internal static class RealisedJudge
{
    /// <summary>The window with the reference's values beside its own. A standard error is of the larger spread of both, as for estimates, so that a window in which all rows fared alike
    /// has a band too; and of what the reference itself is known to.</summary>
    internal static RealisedWindow Compare(RealisedWindow window, PerformanceReference? reference) => reference is null
        ? window
        : window with { Performance = window.Performance with { Metrics = [.. window.Performance.Metrics.Select(metric => Compare(metric, window.Performance.Count, reference))] } };

    /// <summary>What metrics of so many rows say.</summary>
    internal static PerformanceVerdict Judge(PerformanceEstimate? metrics, int minRows) => metrics is null || !metrics.Metrics.Any(metric => Judge(metric, metrics.Count, minRows) != PerformanceVerdict.NotEnoughData)
        ? PerformanceVerdict.NotEnoughData
        : metrics.IsWorse ? PerformanceVerdict.Worse : PerformanceVerdict.AsExpected;

    internal static PerformanceVerdict Judge(MetricEstimate metric, long count, int minRows) =>
        count < minRows || double.IsNaN(metric.Upper) || double.IsNaN(metric.Reference) ? PerformanceVerdict.NotEnoughData
        : metric.IsWorse ? PerformanceVerdict.Worse
        : PerformanceVerdict.AsExpected;

    private static MetricEstimate Compare(MetricEstimate metric, long count, PerformanceReference reference)
    {
        if (reference.Metric(metric.Metric) is not { } known) { return metric; }
        double spread = double.MaxNumber(metric.SamplingError, known.Deviation / Math.Sqrt(count));
        double ofReference = known.Deviation / Math.Sqrt(reference.Count);
        return metric with { Reference = known.Value, SamplingError = double.Hypot(spread, double.IsNaN(ofReference) ? 0 : ofReference) };
    }
}
