using ModelOps.Drift.SpecialFunctions;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Power;

/// <summary>The smallest change that samples of given sizes reveal with a given probability: what a quiet alarm rules out.</summary>
/// <remarks>Throughout n is the reference's size, m the current sample's, h = nm/(n + m), and power the wanted probability of an alarm at
/// level alpha. Out-of-range arguments give NaN.</remarks>
public static class MinimumDetectableEffect
{
    /// <summary>Smallest population stability index.</summary>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">Wanted probability of an alarm, above alpha and below 1.</param>
    /// <param name="bins">Bins that hold anything, at least 2.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>The index in nats; half of it is the Kullback-Leibler divergence, an eighth the Jensen-Shannon divergence and the squared Hellinger
    /// distance.</returns>
    /// <remarks>Under a change h · PSI follows the noncentral chi-squared law (Patnaik, 1949).</remarks>
    public static double PopulationStabilityIndex(double alpha, double power, int bins, long referenceCount, long currentCount) =>
        Noncentrality(alpha, power, bins - 1) / EffectiveSize.Of(referenceCount, currentCount);

    /// <summary>Smallest Cramér's V of the chi-square test of homogeneity.</summary>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">Wanted probability of an alarm, above alpha and below 1.</param>
    /// <param name="categories">Categories that hold anything, at least 2.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>Cramér's V.</returns>
    public static double CramersV(double alpha, double power, int categories, long referenceCount, long currentCount) =>
        Math.Sqrt(Noncentrality(alpha, power, categories - 1) / ((double)referenceCount + currentCount));

    /// <summary>A distance of distribution functions (Kolmogorov-Smirnov, total variation, L-infinity) that is revealed at least so often.</summary>
    /// <param name="criticalValue">Distance from which the test alarms.</param>
    /// <param name="power">Wanted probability of an alarm, above 0 and below 1.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>The distance, at most 1. An upper bound: at the set where the two differ most, the measured difference has a standard
    /// deviation of at most
    /// 1/(2√h).</returns>
    public static double Distance(double criticalValue, double power, long referenceCount, long currentCount) =>
        Math.Min(1, criticalValue + (Quantile(power) / (2 * Math.Sqrt(EffectiveSize.Of(referenceCount, currentCount)))));

    /// <summary>A shift of the mean, in standard deviations, that the Wasserstein-1 distance reveals at least so often.</summary>
    /// <param name="criticalValue">Distance, in standard deviations, from which the test alarms.</param>
    /// <param name="power">Wanted probability of an alarm, above 0 and below 1.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>The distance in standard deviations. An upper bound: the distance is never below the difference of the means.</returns>
    public static double Wasserstein(double criticalValue, double power, long referenceCount, long currentCount) =>
        criticalValue + (Quantile(power) / Math.Sqrt(EffectiveSize.Of(referenceCount, currentCount)));

    /// <summary>Smallest difference of means, in standard deviations (Cohen's d), of the two-sided t tests; also Cohen's h of two
    /// proportions.</summary>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">Wanted probability of an alarm, above alpha and below 1.</param>
    /// <param name="referenceCount">Reference values, at least 2.</param>
    /// <param name="currentCount">Current values, at least 2.</param>
    /// <returns>The difference in standard deviations.</returns>
    public static double MeanDifference(double alpha, double power, long referenceCount, long currentCount)
    {
        double degreesOfFreedom = (double)referenceCount + currentCount - 2;
        double critical = StudentTDistribution.InverseSurvival(alpha / 2, degreesOfFreedom);
        return (critical + Quantile(power)) / Math.Sqrt(EffectiveSize.Of(referenceCount, currentCount));
    }

    /// <summary>Smallest rank-biserial correlation of the two-sided Mann-Whitney test.</summary>
    /// <param name="alpha">Level of the test, above 0 and below 1.</param>
    /// <param name="power">Wanted probability of an alarm, above alpha and below 1.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>The correlation, at most 1.</returns>
    public static double RankBiserial(double alpha, double power, long referenceCount, long currentCount)
    {
        double deviation = Math.Sqrt(((double)referenceCount + currentCount + 1) / (3.0 * referenceCount * currentCount));
        return Math.Min(1, (NormalDistribution.InverseSurvival(alpha / 2) + Quantile(power)) * deviation);
    }

    private static double Quantile(double power) => power is > 0 and < 1 ? NormalDistribution.Quantile(power) : double.NaN;

    private static double Noncentrality(double alpha, double power, int degreesOfFreedom) =>
        alpha is > 0 and < 1 && power < 1 && power > alpha && degreesOfFreedom > 0
            ? NoncentralChiSquaredDistribution.Noncentrality(
                ChiSquaredDistribution.InverseSurvival(alpha, degreesOfFreedom), degreesOfFreedom, power)
            : double.NaN;
}
