namespace DemandForecasting.Story;

/// <summary>Drift of one feature in one year.</summary>
/// <param name="Feature">Name of the feature.</param>
/// <param name="Psi">Population stability index against the training profile.</param>
/// <param name="PValue">How often chance alone would show as much.</param>
/// <param name="HasDrifted">Whether it is both significant over all features and large enough to matter.</param>
internal sealed record FeatureOfYear(string Feature, double Psi, double PValue, bool HasDrifted);
