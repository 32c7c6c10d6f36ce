namespace ModelOps.Drift.Statistics;

/// <summary>Null law of any statistic of two rows of counts, by simulation: for statistics without an analytic law, and for samples too small
/// for theirs.</summary>
/// <remarks>When nothing changed, every way to deal the pooled values to the two samples is equally likely, so the current counts follow a
/// multivariate hypergeometric law. p = (k + 1) / (N + 1), with k of N deals at least as far apart, holds its level exactly at any size
/// (Phipson and Smyth, 2010).</remarks>
public static class BinnedPermutationTest
{
    /// <summary>P-value of a statistic.</summary>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="permutations">Random deals, at least 1.</param>
    /// <param name="seed">Seed of the deals; the same seed gives the same p-value.</param>
    /// <returns>1 / (permutations + 1) to 1; NaN when a side is empty or the statistic is NaN.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a count is negative, or there is not at least one permutation.</exception>
    public static double PValue(
        ReadOnlySpan<long> reference, ReadOnlySpan<long> current, BinnedStatistic statistic, int permutations = 999, int seed = 0)
    {
        double observed = Observe(reference, current, statistic, permutations);
        if (double.IsNaN(observed))
        {
            return double.NaN;
        }

        // Equal deals may differ in the last bits by the order of their sums.
        double atLeast = observed - (Math.Abs(observed) * 1e-12);
        int reaching = 0;
        foreach (double dealt in Simulate(reference, current, statistic, permutations, seed))
        {
            reaching += dealt >= atLeast ? 1 : 0;
        }

        return (reaching + 1.0) / (permutations + 1.0);
    }

    /// <summary>The value of a statistic that is exceeded with probability <paramref name="alpha"/> when nothing changed.</summary>
    /// <param name="alpha">Above 0, below 1.</param>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <param name="statistic">The statistic.</param>
    /// <param name="permutations">Random deals, at least 1; fewer than 1 / alpha cannot tell, and the largest dealt value is returned.</param>
    /// <param name="seed">Seed of the deals.</param>
    /// <returns>The critical value; NaN when a side is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a count is negative, or there is not at least one permutation.</exception>
    public static double CriticalValue(
        double alpha, ReadOnlySpan<long> reference, ReadOnlySpan<long> current, BinnedStatistic statistic, int permutations = 999, int seed = 0)
    {
        if (double.IsNaN(Observe(reference, current, statistic, permutations)))
        {
            return double.NaN;
        }

        double[] dealt = Simulate(reference, current, statistic, permutations, seed);
        Array.Sort(dealt);
        int rank = (int)Math.Ceiling((1 - alpha) * (dealt.Length + 1)) - 1;
        return dealt[Math.Clamp(rank, 0, dealt.Length - 1)];
    }

    /// <summary>A distance as statistic and effect size, with its p-value; not enough data when a side is empty.</summary>
    internal static TwoSampleResult Compare(
        ReadOnlySpan<long> reference, ReadOnlySpan<long> current, BinnedStatistic distance, int permutations, int seed)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        (long n, long m) = ContingencyTable.Totals(reference, current);
        if (n == 0 || m == 0)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        double observed = distance(reference, current);
        return new TwoSampleResult(observed, PValue(reference, current, distance, permutations, seed), observed, n, m);
    }

    private static double Observe(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, BinnedStatistic statistic, int permutations)
    {
        ArgumentNullException.ThrowIfNull(statistic);
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        (long n, long m) = ContingencyTable.Totals(reference, current);
        return n == 0 || m == 0 ? double.NaN : statistic(reference, current);
    }

    private static double[] Simulate(
        ReadOnlySpan<long> reference, ReadOnlySpan<long> current, BinnedStatistic statistic, int permutations, int seed)
    {
        var random = new Random(seed);
        var pooled = new long[reference.Length];
        long drawn = 0;
        for (int i = 0; i < pooled.Length; i++)
        {
            pooled[i] = checked(reference[i] + current[i]);
            drawn += current[i];
        }

        var dealt = new long[pooled.Length];
        var rest = new long[pooled.Length];
        var statistics = new double[permutations];
        for (int deal = 0; deal < permutations; deal++)
        {
            CountDealer.Deal(pooled, drawn, dealt, random);
            for (int i = 0; i < rest.Length; i++) { rest[i] = pooled[i] - dealt[i]; }
            statistics[deal] = statistic(rest, dealt);
        }

        return statistics;
    }
}
