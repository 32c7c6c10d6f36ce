using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Population stability index of two rows of binned counts, with the null law that its customary thresholds ignore.</summary>
/// <remarks><c>PSI = Σ (q - p) ln(q / p)</c>, the symmetrised Kullback-Leibler divergence (Jeffreys, 1946). When nothing changed,
/// <c>h · PSI</c> with <c>h = nm / (n + m)</c> follows the chi-squared law on (bins - 1) degrees of freedom as the samples grow. A fixed
/// threshold such as 0.1 therefore alarms on noise in small samples and sleeps in large ones.</remarks>
public static class PopulationStabilityIndex
{
    /// <summary>Below this the change is customarily called small.</summary>
    public const double ModerateEffect = 0.1;

    /// <summary>From here the change is customarily called large.</summary>
    public const double LargeEffect = 0.25;

    /// <summary>Compares two rows of counts.</summary>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <param name="smoothing">Added to every count that takes part, at least 0; ½ keeps the null law close in small samples and empty bins
    /// finite.</param>
    /// <returns>The index in nats as statistic and effect size, and its p-value. Bins empty on both sides are left out; with one left
    /// nothing can differ (index 0, p 1). Not enough data when a side is empty. +∞ with p 0 when a bin is empty on one side and
    /// <paramref name="smoothing"/> is 0.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or an argument is negative or the smoothing not finite.</exception>
    public static TwoSampleResult Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, double smoothing = 0.5)
    {
        Arguments.ThrowIfBadSmoothing(smoothing, nameof(smoothing));
        (long n, long m) = ContingencyTable.Totals(reference, current);
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        int degreesOfFreedom = ChiSquare.DegreesOfFreedom(reference, current);
        if (degreesOfFreedom == 0)
        {
            return new TwoSampleResult(0, 1, 0, n, m);
        }

        double index = BinSum.Of(reference, current, new StabilityTerm(smoothing, n, m, degreesOfFreedom + 1));
        double survival = ChiSquaredDistribution.Survival(EffectiveSize.Of(n, m) * index, degreesOfFreedom);
        return new TwoSampleResult(index, survival, index, n, m);
    }

    /// <summary>The index that is exceeded with probability <paramref name="alpha"/> when nothing changed.</summary>
    /// <param name="alpha">Between 0 and 1.</param>
    /// <param name="bins">Bins that hold anything, at least 2.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>The index; NaN if an argument is out of range.</returns>
    public static double CriticalValue(double alpha, int bins, long referenceCount, long currentCount) =>
        ChiSquaredDistribution.InverseSurvival(alpha, bins - 1) / EffectiveSize.Of(referenceCount, currentCount);
}
