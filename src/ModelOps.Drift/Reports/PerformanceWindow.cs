using ModelOps.Drift.Performance;

namespace ModelOps.Drift.Reports;

/// <summary>Performance of a model in a window, for a report.</summary>
/// <param name="From">Begin of the window.</param>
/// <param name="To">End of the window, exclusive.</param>
/// <param name="Estimate">The metrics, such as <see cref="CbpeAccumulator"/> and <see cref="DleAccumulator"/> estimate them.</param>
public sealed record PerformanceWindow(DateTimeOffset From, DateTimeOffset To, PerformanceEstimate Estimate);
