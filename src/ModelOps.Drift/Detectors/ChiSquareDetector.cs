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
        TwoSampleResult result = ChiSquare.Compare(groups.Reference, groups.Current);
        return groups.Judge(result, Term(groups, reference, current), result.Statistic);
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        double large = ChiSquaredDistribution.InverseSurvival(alpha, groups.FilledCount - 1);
        return groups.CriticalSum(alpha, Term(groups, reference, current), large);
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        return Power.MinimumDetectableEffect.CramersV(alpha, power, groups.FilledCount, reference.Count, current.Count);
    }

    private static PearsonTerm Term(BinGroups groups, FeatureProfile reference, FeatureProfile current) =>
        new(reference.Count, current.Count, groups.FilledCount == 2 ? ChiSquare.Yates : 0);
}
