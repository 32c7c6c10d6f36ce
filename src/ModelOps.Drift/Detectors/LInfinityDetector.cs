using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>L-infinity distance over at most ten groups of bins of about equal pooled mass, or over the categories; the null law is
/// simulated by dealing the counts anew.</summary>
public sealed class LInfinityDetector : IDriftDetector
{
    /// <inheritdoc/>
    public string Name => DriftDetectorNames.LInfinity;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => true;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        return LInfinity.Compare(groups.Reference, groups.Current);
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        return BinnedPermutationTest.CriticalValue(alpha, groups.Reference, groups.Current, LInfinity.Distance);
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current)
    {
        return Power.MinimumDetectableEffect.Distance(criticalValue, power, reference.Count, current.Count);
    }
}
