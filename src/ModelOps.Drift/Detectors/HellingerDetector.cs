using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Hellinger distance over at most ten groups of bins of about equal pooled mass, or over the categories.</summary>
public sealed class HellingerDetector : IDriftDetector
{
    /// <inheritdoc/>
    public string Name => DriftDetectorNames.Hellinger;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => true;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        TwoSampleResult result = Hellinger.Compare(groups.Reference, groups.Current);

        // Without ½ in each bin, the few deals that leave one empty make the tail heavier than any chi-squared law.
        HellingerTerm term = Term(groups, reference, current, smoothing: 0.5);
        return groups.Judge(result, term, BinSum.Of(groups.Reference, groups.Current, term));
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        double large = Hellinger.CriticalValue(alpha, groups.FilledCount, reference.Count, current.Count);
        return Math.Sqrt(groups.CriticalSum(alpha, Term(groups, reference, current, smoothing: 0), large * large));
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        double index = Power.MinimumDetectableEffect.PopulationStabilityIndex(alpha, power, groups.FilledCount, reference.Count, current.Count);
        return Math.Sqrt(index / 8);
    }

    private static HellingerTerm Term(BinGroups groups, FeatureProfile reference, FeatureProfile current, double smoothing) =>
        new(smoothing, reference.Count, current.Count, groups.FilledCount);
}
