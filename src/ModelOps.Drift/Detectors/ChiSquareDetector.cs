using ModelOps.Drift.Profiles;
using ModelOps.Drift.SpecialFunctions;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Chi-square test of homogeneity over the categories (rare ones together), or over at most ten groups of bins; effect size is
/// Cramér's V.</summary>
public sealed class ChiSquareDetector : IDriftDetector
{
    /// <inheritdoc/>
    public string Name => DriftDetectorNames.ChiSquare;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => true;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        return ChiSquare.Compare(groups.Reference, groups.Current);
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        return ChiSquaredDistribution.InverseSurvival(alpha, ChiSquare.DegreesOfFreedom(groups.Reference, groups.Current));
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        return Power.MinimumDetectableEffect.CramersV(alpha, power, groups.FilledCount, reference.Count, current.Count);
    }
}
