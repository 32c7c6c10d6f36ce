using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Kullback-Leibler divergence of the current from the reference distribution over at most ten groups of bins of about equal
/// pooled mass, or over the categories.</summary>
public sealed class KullbackLeiblerDetector : IDriftDetector
{
    /// <inheritdoc/>
    public string Name => DriftDetectorNames.KullbackLeibler;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => true;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        TwoSampleResult result = KullbackLeibler.Compare(groups.Reference, groups.Current);
        return groups.Judge(result, Term(groups, reference, current), result.Statistic);
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        double large = KullbackLeibler.CriticalValue(alpha, groups.FilledCount, reference.Count, current.Count);
        return groups.CriticalSum(alpha, Term(groups, reference, current), large);
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        double index = Power.MinimumDetectableEffect.PopulationStabilityIndex(alpha, power, groups.FilledCount, reference.Count, current.Count);
        return index / 2;
    }

    private static KullbackLeiblerTerm Term(BinGroups groups, FeatureProfile reference, FeatureProfile current) =>
        new(smoothing: 0.5, reference.Count, current.Count, groups.FilledCount);
}
