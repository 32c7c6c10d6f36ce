namespace ModelOps.Drift.Statistics;

/// <summary>Hellinger distance of two rows of binned counts.</summary>
/// <remarks><c>H² = ½ Σ (√p - √q)² = 1 - Σ √(pq)</c>. When nothing changed, <c>8 h · H²</c> with <c>h = nm / (n + m)</c> follows the
/// chi-squared law on
/// (bins - 1) degrees of freedom as the samples grow (it is Freeman and Tukey's statistic).</remarks>
public static class Hellinger
{
    private const double Factor = 8;

    /// <summary>Compares two rows of counts.</summary>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <returns>The distance (0 to 1) as statistic and effect size, and its p-value, for which ½ is added to every count that
    /// takes part: sparse bins would alarm too often without. With one filled bin nothing can
    /// differ (0, p 1). Not enough data when a side is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static TwoSampleResult Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        (long n, long m) = ContingencyTable.Totals(reference, current);
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        int degreesOfFreedom = ChiSquare.DegreesOfFreedom(reference, current);
        double distance = Math.Sqrt(BinSum.Of(reference, current, new HellingerTerm(smoothing: 0, n, m, degreesOfFreedom + 1)));
        double smoothed = BinSum.Of(reference, current, new HellingerTerm(smoothing: 0.5, n, m, degreesOfFreedom + 1));
        return new TwoSampleResult(distance, BinnedLaw.PValue(smoothed, Factor, degreesOfFreedom, n, m), distance, n, m);
    }

    /// <summary>The distance that is exceeded with probability <paramref name="alpha"/> when nothing changed.</summary>
    /// <param name="alpha">Between 0 and 1.</param>
    /// <param name="bins">Bins that hold anything, at least 2.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>The distance; NaN if an argument is out of range.</returns>
    public static double CriticalValue(double alpha, int bins, long referenceCount, long currentCount) =>
        Math.Sqrt(BinnedLaw.CriticalValue(alpha, Factor, bins, referenceCount, currentCount));
}
