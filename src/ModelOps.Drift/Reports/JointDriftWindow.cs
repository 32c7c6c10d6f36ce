namespace ModelOps.Drift.Reports;

/// <summary>Drift of all features together in a window, for a report.</summary>
/// <param name="From">Begin of the window.</param>
/// <param name="To">End of the window, exclusive.</param>
/// <param name="Measure">What was measured, e.g. "squared maximum mean discrepancy" or "reconstruction error".</param>
/// <param name="Value">The measure; NaN when there was not enough data.</param>
/// <param name="Threshold">Value above which it counts as drift; NaN when there is none.</param>
public sealed record JointDriftWindow(DateTimeOffset From, DateTimeOffset To, string Measure, double Value, double Threshold)
{
    /// <summary>Whether the value is above the threshold.</summary>
    public bool HasDrifted => Value > Threshold;
}
