using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Total variation distance over at most ten groups of bins of about equal pooled mass, or over the categories.</summary>
/// <remarks>The null law has the distance's own mean, variance and skewness over all ways to deal the pooled values to the two samples, at any sample sizes.</remarks>
public sealed class TotalVariationDetector : IDriftDetector
{
    /// <inheritdoc/>
    public string Name => DriftDetectorNames.TotalVariation;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => true;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        if (reference.Count == 0 || current.Count == 0) { return TwoSampleResult.NotEnoughData(reference.Count, current.Count); }
        BinGroups groups = BinGroups.Of(reference, current);
        double distance = TotalVariation.Distance(groups.Reference, groups.Current);
        return new TwoSampleResult(distance, Law(groups, reference, current).Survival(distance), distance, reference.Count, current.Count);
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        return Law(BinGroups.Of(reference, current), reference, current).InverseSurvival(alpha);
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current)
    {
        return Power.MinimumDetectableEffect.Distance(criticalValue, power, reference.Count, current.Count);
    }

    private static DealtLaw Law(BinGroups groups, FeatureProfile reference, FeatureProfile current) =>
        DealtLaw.Of(groups.Reference, groups.Current, new TotalVariationTerm(reference.Count, current.Count));
}
