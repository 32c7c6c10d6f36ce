namespace ModelOps.Drift.Reports.Charts;

/// <summary>Some neighbouring bins, or a category, as one bar.</summary>
/// <param name="Label">What is in it.</param>
/// <param name="Left">Where it begins; NaN for a bar without a place on the axis.</param>
/// <param name="Right">Where it ends, exclusive.</param>
/// <param name="Reference">Reference values in it.</param>
/// <param name="Current">Current values in it.</param>
internal readonly record struct DistributionBar(string Label, double Left, double Right, long Reference, long Current);
