namespace ModelOps.Drift.Statistics;

/// <summary>Kullback-Leibler divergence of the current from the reference distribution over bins.</summary>
/// <remarks><c>KL = Σ p ln(p / q)</c> with p the reference's shares. When nothing changed, <c>2 h · KL</c> with <c>h = nm / (n + m)</c> follows the
/// chi-squared law on (bins - 1) degrees of freedom as the samples grow.</remarks>
public static class KullbackLeibler
{
    private const double Factor = 2;

    /// <summary>Compares two rows of counts.</summary>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <param name="smoothing">Added to every count that takes part, at least 0; ½ keeps the null law close in small samples and empty bins
    /// finite.</param>
    /// <returns>The divergence in nats as statistic and effect size, and its p-value. Bins empty on both sides are left out; with one left
    /// nothing can differ (0, p 1). Not enough data when a side is empty. +∞ with p 0 when the current sample lacks a bin that the
    /// reference has and <paramref name="smoothing"/> is 0.</returns>
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
        double divergence = Math.Max(0, BinSum.Of(reference, current, new KullbackLeiblerTerm(smoothing, n, m, degreesOfFreedom + 1)));
        return new TwoSampleResult(divergence, BinnedLaw.PValue(divergence, Factor, degreesOfFreedom, n, m), divergence, n, m);
    }

    /// <summary>The divergence that is exceeded with probability <paramref name="alpha"/> when nothing changed.</summary>
    /// <param name="alpha">Between 0 and 1.</param>
    /// <param name="bins">Bins that hold anything, at least 2.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>The divergence in nats; NaN if an argument is out of range.</returns>
    public static double CriticalValue(double alpha, int bins, long referenceCount, long currentCount) =>
        BinnedLaw.CriticalValue(alpha, Factor, bins, referenceCount, currentCount);
}
