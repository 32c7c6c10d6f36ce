namespace ModelOps.Drift.Statistics;

/// <summary>Total variation distance of two rows of binned counts: half the sum of the absolute differences of the shares, the largest
/// difference in probability that any set of bins has.</summary>
/// <remarks>Its null law depends on the shares themselves, so the p-value comes from dealing the pooled counts anew at random
/// (<see cref="BinnedPermutationTest"/>), which holds its level at any sample size.</remarks>
public static class TotalVariation
{
    /// <summary>Compares two rows of counts.</summary>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <param name="permutations">Random deals, at least 1; the smallest p-value is 1 / (permutations + 1).</param>
    /// <param name="seed">Seed of the deals; the same seed gives the same p-value.</param>
    /// <returns>The distance (0 to 1) as statistic and effect size, and its p-value. Not enough data when a side is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ, a count is negative, or there is not at least one permutation.</exception>
    public static TwoSampleResult Compare(ReadOnlySpan<long> reference, ReadOnlySpan<long> current, int permutations = 999, int seed = 0) =>
        BinnedPermutationTest.Compare(reference, current, Distance, permutations, seed);

    /// <summary>The distance alone.</summary>
    /// <param name="reference">Reference count of each bin, at least 0.</param>
    /// <param name="current">Current count of each bin; same length.</param>
    /// <returns>0 to 1; NaN when a side is empty.</returns>
    /// <exception cref="ArgumentException">The lengths differ, or a count is negative.</exception>
    public static double Distance(ReadOnlySpan<long> reference, ReadOnlySpan<long> current)
    {
        (long n, long m) = ContingencyTable.Totals(reference, current);
        double sum = n == 0 || m == 0 ? double.NaN : 0;
        for (int i = 0; i < reference.Length; i++)
        {
            sum += Math.Abs(((double)reference[i] / n) - ((double)current[i] / m));
        }

        return sum / 2;
    }
}
