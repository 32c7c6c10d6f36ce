using ModelOps.Drift.Profiles;
using ModelOps.Drift.SpecialFunctions;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Detectors;

/// <summary>Welch's t test of the means, from moments; effect size is the difference in standard deviations.</summary>
/// <remarks>The statistic is t's absolute value. Sees a moved mean sooner than any other detector, and no change that leaves the mean where
/// it is.</remarks>
public sealed class WelchDetector : IDriftDetector
{
    /// <inheritdoc/>
    public string Name => DriftDetectorNames.Welch;

    /// <inheritdoc/>
    public double DefaultMinimumEffect => 0.1;

    /// <inheritdoc/>
    public bool Supports(FeatureKind kind) => kind == FeatureKind.Numeric;

    /// <inheritdoc/>
    public TwoSampleResult Measure(FeatureProfile reference, FeatureProfile current)
    {
        TwoSampleResult result = Welch.Compare(((NumericFeatureProfile)reference).Moments, ((NumericFeatureProfile)current).Moments);
        return result with { Statistic = Math.Abs(result.Statistic) };
    }

    /// <inheritdoc/>
    public double CriticalValue(double alpha, FeatureProfile reference, FeatureProfile current)
    {
        double degreesOfFreedom = Welch.DegreesOfFreedom(
            SampleMoments.Of(((NumericFeatureProfile)reference).Moments), SampleMoments.Of(((NumericFeatureProfile)current).Moments));
        return StudentTDistribution.InverseSurvival(alpha / 2, degreesOfFreedom);
    }

    /// <inheritdoc/>
    public double MinimumDetectableEffect(double criticalValue, double alpha, double power, FeatureProfile reference, FeatureProfile current) =>
        Power.MinimumDetectableEffect.MeanDifference(alpha, power, reference.Count, current.Count);
}
