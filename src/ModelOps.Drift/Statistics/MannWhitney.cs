using ModelOps.Drift.SpecialFunctions;

namespace ModelOps.Drift.Statistics;

/// <summary>Mann-Whitney U test (Wilcoxon's rank sum): whether values of one sample tend to be larger than those of the other.</summary>
public static class MannWhitney
{
    private const int LargestExactSide = 8;

    /// <summary>Tests two samples.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <param name="alternative">Change to look for. Looking one way only misses the other.</param>
    /// <param name="method">How to compute the p-value. By default exact where no values are equal and a side has at most 8, else by the normal
    /// law with corrections for ties and continuity; <see cref="PValueMethod.Exact"/> falls back to it where the orders are more than 10^38.</param>
    /// <returns>U of the reference (pairs in which its value is the larger one, ties counted half) and its p-value, as SciPy's
    /// <c>mannwhitneyu</c>; effect size is the rank-biserial correlation's absolute value, 0 to 1. All values equal: p 1. Not enough data when a
    /// side has no finite value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">An argument is no member of its enumeration.</exception>
    public static TwoSampleResult Compare(
        ReadOnlySpan<double> reference,
        ReadOnlySpan<double> current,
        Alternative alternative = Alternative.TwoSided,
        PValueMethod method = PValueMethod.Auto)
    {
        Arguments.ThrowIfUndefined(alternative, nameof(alternative));
        Arguments.ThrowIfUndefined(method, nameof(method));
        double[] x = SortedSample.Of(reference);
        double[] y = SortedSample.Of(current);
        int n = x.Length;
        int m = y.Length;
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        (double u, double tieTerm) = Sums(x, y);
        double other = ((double)n * m) - u;
        double tested = alternative switch
        {
            Alternative.CurrentSmaller => u,
            Alternative.CurrentLarger => other,
            _ => Math.Max(u, other),
        };
        bool exact = method == PValueMethod.Exact || (method == PValueMethod.Auto && tieTerm == 0 && Math.Min(n, m) <= LargestExactSide);
        double p = exact && RankSumOrders.CanCount(n, m)
            ? RankSumOrders.ShareAtLeast(n, m, (long)tested)
            : NormalPValue(tested, n, m, Deviation(n, m, tieTerm));
        p = Math.Min(1, alternative == Alternative.TwoSided ? 2 * p : p);
        return new TwoSampleResult(u, p, Math.Abs((u - other) / ((double)n * m)), n, m);
    }

    /// <summary>Tests two rows of counts over ascending bins, values of one bin being equal; two-sided, by the normal law.</summary>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <returns>As for samples.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static TwoSampleResult CompareBinned(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        (long n, long m) = ContingencyTable.Totals(reference, current);
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        double u = 0;
        double currentBelow = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            u += reference[i] * (currentBelow + (current[i] / 2.0));
            currentBelow += current[i];
        }

        double other = ((double)n * m) - u;
        double p = Math.Min(1, 2 * NormalPValue(Math.Max(u, other), n, m, Deviation(reference, current)));
        return new TwoSampleResult(u, p, Math.Abs((u - other) / ((double)n * m)), n, m);
    }

    /// <summary>Standard deviation of U when nothing changed.</summary>
    internal static double Deviation(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        double n = 0;
        double m = 0;
        double tieTerm = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            double tied = (double)reference[i] + current[i];
            tieTerm += (tied * tied * tied) - tied;
            n += reference[i];
            m += current[i];
        }

        return Deviation(n, m, tieTerm);
    }

    private static double Deviation(double n, double m, double tieTerm)
    {
        double total = n + m;
        return Math.Sqrt(Math.Max(0, n * m / 12 * (total + 1 - (tieTerm / (total * (total - 1))))));
    }

    // Without a deviation nothing differs, and there is no spread to measure by.
    private static double NormalPValue(double u, double n, double m, double deviation) =>
        deviation > 0 ? NormalDistribution.Survival((u - (n * m / 2) - 0.5) / deviation) : 1;

    private static (double U, double TieTerm) Sums(double[] x, double[] y)
    {
        double rankSum = 0;
        double tieTerm = 0;
        var ranks = new PooledRanks(x, y);
        while (ranks.Next())
        {
            double tied = (double)ranks.ReferenceTied + ranks.CurrentTied;
            rankSum += ranks.DoubledRank / 2.0 * ranks.ReferenceTied;
            tieTerm += (tied * tied * tied) - tied;
        }

        return (rankSum - ((double)x.Length * (x.Length + 1) / 2), tieTerm);
    }
}
