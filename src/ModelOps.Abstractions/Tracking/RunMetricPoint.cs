namespace ModelOps;

/// <summary>One point of a metric, and whose it is.</summary>
/// <param name="RunId">Run.</param>
/// <param name="Metric">Point.</param>
public sealed record RunMetricPoint(string RunId, RunMetric Metric);
