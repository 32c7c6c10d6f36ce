namespace DemandForecasting.Story;

/// <summary>Drift of one feature in one year.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Distance">Kolmogorov-Smirnov distance to the training profile, 0 to 1.</param>
/// <param name="PValue">How often chance alone would show as much, corrected for the number of features.</param>
/// <param name="HasDrifted">Whether it is both significant and large enough to matter.</param>
internal sealed record FeatureOfYear(string Feature, double Distance, double PValue, bool HasDrifted);
