namespace ModelOps.Drift.Performance;

/// <summary>Performance of a model in a window.</summary>
/// <param name="Count">Rows that took part.</param>
/// <param name="SkippedCount">Rows that could not, because a number was NaN or infinite.</param>
/// <param name="Metrics">The metrics.</param>
public sealed record PerformanceEstimate(long Count, long SkippedCount, IReadOnlyList<MetricEstimate> Metrics)
{
    /// <summary>The metric of a name.</summary>
    /// <param name="metric">Name, of <see cref="PerformanceMetricNames"/>.</param>
    /// <returns>The metric.</returns>
    /// <exception cref="KeyNotFoundException">The estimate has no such metric.</exception>
    public MetricEstimate this[string metric] => Metrics.FirstOrDefault(estimate => estimate.Metric == metric)
        ?? throw new KeyNotFoundException($"There is no metric '{metric}'. Use {string.Join(", ", Metrics.Select(static estimate => estimate.Metric))}.");

    /// <summary>Whether any metric is worse than on reference data by more than chance.</summary>
    public bool IsWorse => Metrics.Any(static estimate => estimate.IsWorse);
}
