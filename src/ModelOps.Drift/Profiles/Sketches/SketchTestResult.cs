namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>Outcome of a test on sketches.</summary>
/// <param name="Statistic">The statistic, between what the sketches' errors allow.</param>
/// <param name="PValue">The p-value likewise: an alert survives the sketches' errors when its upper end is below the level.</param>
public sealed record SketchTestResult(EstimateInterval Statistic, EstimateInterval PValue);
