using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>G test (likelihood ratio) of homogeneity: whether two rows of counts come from one distribution over categories.</summary>
public static class GTest
{
    /// <summary>Tests two rows of counts.</summary>
    /// <param name="reference">Reference count of each category, at least 0.</param>
    /// <param name="current">Current count of each category; same length.</param>
    /// <returns>G, with Yates' correction where two categories are left (SciPy's <c>chi2_contingency(lambda_="log-likelihood")</c>), its p-value on
    /// (categories - 1) degrees of freedom, and as effect size √(G / (n + m)) without the correction. Categories empty on both sides are left
    /// out; with one left nothing can differ (0, p 1). Not enough data when a side is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static TwoSampleResult Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
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

        double plain = Statistic(reference, current, new LikelihoodRatioTerm(n, m, correction: 0));
        double statistic = degreesOfFreedom == 1 ? Statistic(reference, current, new LikelihoodRatioTerm(n, m, ChiSquare.Yates)) : plain;
        double p = ChiSquaredDistribution.Survival(statistic, degreesOfFreedom);
        return new TwoSampleResult(statistic, p, Math.Sqrt(plain / ((double)n + m)), n, m);
    }

    private static double Statistic(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, LikelihoodRatioTerm term) =>
        2 * Math.Max(0, BinSum.Of(reference, current, term));
}
