namespace ModelOps.Drift.Statistics;

/// <summary>Jensen-Shannon divergence of two rows of binned counts.</summary>
/// <remarks>When nothing changed, <c>8 h · JSD</c> with <c>h = nm / (n + m)</c> follows the chi-squared law on (bins - 1) degrees of freedom
/// as the samples grow.</remarks>
public static class JensenShannon
{
    private const double Factor = 8;

    /// <summary>Compares two rows of counts.</summary>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <returns>The divergence in nats (0 to ln 2), its p-value, and as effect size its square root, the Jensen-Shannon distance. Empty bins
    /// need no smoothing. With one filled bin nothing can differ (0, p 1). Not enough data when a side is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static TwoSampleResult Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        (long n, long m) = ContingencyTable.Totals(reference, current);
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        int degreesOfFreedom = ChiSquare.DegreesOfFreedom(reference, current);
        double divergence = Math.Max(0, BinSum.Of(reference, current, new JensenShannonTerm(n, m)) / 2);
        double survival = BinnedLaw.PValue(divergence, Factor, degreesOfFreedom, n, m);
        return new TwoSampleResult(divergence, survival, Math.Sqrt(divergence), n, m);
    }

    /// <summary>The Jensen-Shannon distance to base 2, 0 to 1: the root of the divergence in bits (SciPy's <c>jensenshannon(p, q, 2)</c>).</summary>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <returns>0 to 1; NaN when a side is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static double DistanceBase2(ReadOnlySpan<long> reference, ReadOnlySpan<long> current) =>
        Math.Sqrt(Compare(reference, current).Statistic / Math.Log(2));

    /// <summary>The divergence that is exceeded with probability <paramref name="alpha"/> when nothing changed.</summary>
    /// <param name="alpha">Between 0 and 1.</param>
    /// <param name="bins">Bins that hold anything, at least 2.</param>
    /// <param name="referenceCount">Reference values, at least 1.</param>
    /// <param name="currentCount">Current values, at least 1.</param>
    /// <returns>The divergence in nats; NaN if an argument is out of range.</returns>
    public static double CriticalValue(double alpha, int bins, long referenceCount, long currentCount) =>
        BinnedLaw.CriticalValue(alpha, Factor, bins, referenceCount, currentCount);
}
