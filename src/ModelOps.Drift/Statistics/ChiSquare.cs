using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Chi-square test of homogeneity: whether two rows of counts come from one distribution over categories.</summary>
/// <remarks>Both rows are samples. (A goodness-of-fit test would take the reference for exact and alarm too often.)</remarks>
public static class ChiSquare
{
    /// <summary>Yates' correction for continuity, where two categories are left.</summary>
    internal const double Yates = 0.5;

    /// <summary>Tests two rows of counts.</summary>
    /// <param name="reference">Reference count of each category, at least 0.</param>
    /// <param name="current">Current count of each category; same length.</param>
    /// <returns>Pearson's statistic, with Yates' correction where two categories are left (SciPy's <c>chi2_contingency</c>), its p-value on
    /// (categories - 1) degrees of freedom, and Cramér's V (without the correction) as effect size. Categories empty on both sides are
    /// left out; with one left nothing can differ (statistic 0, p 1). Not enough data when a side is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static TwoSampleResult Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        (long n, long m) = ContingencyTable.Totals(reference, current);
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        int degreesOfFreedom = DegreesOfFreedom(reference, current);
        if (degreesOfFreedom == 0)
        {
            return new TwoSampleResult(0, 1, 0, n, m);
        }

        double plain = BinSum.Of(reference, current, new PearsonTerm(n, m, correction: 0));
        double statistic = degreesOfFreedom == 1 ? BinSum.Of(reference, current, new PearsonTerm(n, m, Yates)) : plain;
        double p = ChiSquaredDistribution.Survival(statistic, degreesOfFreedom);
        return new TwoSampleResult(statistic, p, Math.Sqrt(plain / ((double)n + m)), n, m);
    }

    /// <summary>Tests current counts against the reference's shares as if those were exact (SciPy's <c>chisquare</c>).</summary>
    /// <param name="reference">Reference count of each category, at least 0.</param>
    /// <param name="current">Current count of each category; same length.</param>
    /// <returns>Pearson's statistic and its p-value on (categories - 1) degrees of freedom; effect size is Cohen's w. A category that the reference
    /// lacks and the current sample has makes the statistic infinite and p 0. Not enough data when a side is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    /// <remarks>A reference of n values against m current ones alarms about as often as an exact one would at 1 + m/n times the statistic:
    /// prefer <see cref="Compare"/> unless n is far larger than m.</remarks>
    public static TwoSampleResult GoodnessOfFit(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        (long n, long m) = ContingencyTable.Totals(reference, current);
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        double sum = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double expected = reference[i] * ((double)m / n);
            double difference = current[i] - expected;
            sum += difference == 0 ? 0 : difference * difference / expected;
        }

        int degreesOfFreedom = DegreesOfFreedom(reference, current);
        double p = degreesOfFreedom == 0 ? 1 : ChiSquaredDistribution.Survival(sum, degreesOfFreedom);
        return new TwoSampleResult(sum, p, Math.Sqrt(sum / m), n, m);
    }

    /// <summary>Categories that hold anything, less one.</summary>
    internal static int DegreesOfFreedom(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        int filled = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            filled += (reference[i] | current[i]) == 0 ? 0 : 1;
        }

        return Math.Max(0, filled - 1);
    }
}
