using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Jensen-Shannon divergence of two rows of binned counts.</summary>
/// <remarks>When nothing changed, <c>8 h · JSD</c> with <c>h = nm / (n + m)</c> follows the chi-squared law on (bins - 1) degrees of freedom
/// as the samples grow.</remarks>
public static class JensenShannon
{
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
        double sum = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double p = (double)reference[i] / n;
            double q = (double)current[i] / m;
            double middle = (p + q) / 2;
            sum += Term(p, middle) + Term(q, middle);
        }

        double divergence = Math.Max(0, sum / 2);
        double survival = degreesOfFreedom == 0
            ? 1
            : ChiSquaredDistribution.Survival(8 * EffectiveSize.Of(n, m) * divergence, degreesOfFreedom);
        return new TwoSampleResult(divergence, survival, Math.Sqrt(divergence), n, m);
    }

    private static double Term(double share, double middle) => share == 0 ? 0 : share * Math.Log(share / middle);
}
