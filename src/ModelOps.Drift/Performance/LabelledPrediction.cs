namespace ModelOps.Drift.Performance;

/// <summary>A prediction of a served version whose label has come.</summary>
/// <param name="Model">Name of the model.</param>
/// <param name="Version">Version that predicted.</param>
/// <param name="Prediction">What was predicted; for two classes the score.</param>
/// <param name="Label">The truth; for two classes at least 0.5 is positive.</param>
/// <param name="PredictedAt">When it was predicted, in UTC.</param>
public readonly record struct LabelledPrediction(string Model, string Version, double Prediction, double Label, DateTimeOffset PredictedAt);
