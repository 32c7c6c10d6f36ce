using ModelOps.Drift.Profiles;
using ModelOps.Drift.SpecialFunctions;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Mann-Whitney test over the bins, values of one bin counting as equal; effect size is the rank-biserial correlation.</summary>
/// <remarks>The statistic is that correlation too. Ties are corrected for, so binning costs power and never a false alarm.</remarks>
public sealed class MannWhitneyDetector : IDriftDetector
{
    /// <inheritdoc/>
    public string Name => DriftDetectorNames.MannWhitney;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => kind == FeatureKind.Numeric;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        TwoSampleResult result = MannWhitney.CompareBinned(reference.Counts, current.Counts);
        return result with { Statistic = result.EffectSize };
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        double deviation = MannWhitney.Deviation(reference.Counts, current.Counts);
        return ((NormalDistribution.InverseSurvival(alpha / 2) * deviation) + 0.5) * 2 / ((double)reference.Count * current.Count);
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current) =>
        Power.MinimumDetectableEffect.RankBiserial(alpha, power, reference.Count, current.Count);
}
