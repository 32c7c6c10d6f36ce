namespace ModelOps;

/// <summary>A metric of a logged model.</summary>
/// <param name="RunId">Run that measured it.</param>
/// <param name="Metric">Latest point.</param>
public sealed record LoggedModelMetric(string RunId, RunMetric Metric);
