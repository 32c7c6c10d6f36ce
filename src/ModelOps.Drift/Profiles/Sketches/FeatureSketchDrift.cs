namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>Kolmogorov-Smirnov of one feature from sketches.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Result">The test, with what the sketches leave open.</param>
public sealed record FeatureSketchDrift(string Feature, SketchTestResult Result);
