namespace DemandForecasting.Story;

/// <summary>Drift of one year against the training profile.</summary>
/// <param name="Year">The year.</param>
/// <param name="Label">How it is shown; tells when the year is not whole.</param>
/// <param name="Features">Every feature, in the order of the model's input.</param>
internal sealed record YearOfDrift(int Year, string Label, IReadOnlyList<FeatureOfYear> Features)
{
    /// <summary>The features that drifted, largest effect first.</summary>
    public IReadOnlyList<FeatureOfYear> Drifted => [.. Features.Where(feature => feature.HasDrifted).OrderByDescending(feature => feature.Distance)];
}
