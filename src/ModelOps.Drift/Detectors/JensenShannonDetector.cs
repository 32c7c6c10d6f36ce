using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Jensen-Shannon divergence over at most ten groups of bins of about equal pooled mass, or over the categories; effect size is
/// the distance, its root.</summary>
public sealed class JensenShannonDetector : IDriftDetector
{
    /// <inheritdoc/>
    public string Name => DriftDetectorNames.JensenShannon;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => true;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        TwoSampleResult result = JensenShannon.Compare(groups.Reference, groups.Current);
        return groups.Judge(result, new JensenShannonTerm(reference.Count, current.Count), 2 * result.Statistic);
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        double large = JensenShannon.CriticalValue(alpha, groups.FilledCount, reference.Count, current.Count);
        return groups.CriticalSum(alpha, new JensenShannonTerm(reference.Count, current.Count), 2 * large) / 2;
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current)
    {
        BinGroups groups = BinGroups.Of(reference, current);
        double index = Power.MinimumDetectableEffect.PopulationStabilityIndex(alpha, power, groups.FilledCount, reference.Count, current.Count);
        return Math.Sqrt(index / 8);
    }
}
