namespace ModelOps.Drift.Statistics;

/// <summary>Maximum mean discrepancy with a Gaussian kernel: a distance of two samples of vectors that sees any change of their joint
/// distribution.</summary>
/// <remarks>Gretton et al., "A kernel two-sample test" (2012), the unbiased estimate. Time and memory grow with the square of the rows.</remarks>
public static class MaximumMeanDiscrepancy
{
    /// <summary>Rows of a side that take part at most; of more, so many are chosen at random.</summary>
    public const int MostRows = 1000;

    /// <summary>Tests whether two samples come from one distribution.</summary>
    /// <param name="reference">Reference rows, one after the other; rows with NaN or infinities are left out.</param>
    /// <param name="current">Current rows, likewise.</param>
    /// <param name="dimensions">Values of a row, at least 1. Bring them to one scale first: the kernel is as wide in all.</param>
    /// <param name="permutations">Random deals, at least 1; the smallest p-value is 1 / (permutations + 1).</param>
    /// <param name="seed">Seed of the deals and of the choice of rows; the same seed gives the same p-value.</param>
    /// <returns>The unbiased squared discrepancy (below 0 by chance where nothing changed), its permutation p-value, and as effect size the
    /// root of its
    /// positive part, 0 to √2. The kernel's width is the median distance of the pooled rows over √2. Not enough data with fewer than two rows on a
    /// side.</returns>
    /// <exception cref="ArgumentException">A sample is no whole number of rows, or a number is out of its range.</exception>
    public static TwoSampleResult Compare(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int dimensions = 1, int permutations = 199, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        var random = new Random(seed);
        RowSample rows = RowSample.Of(reference, current, dimensions, MostRows, random);
        int n = rows.ReferenceCount;
        int m = rows.CurrentCount;
        if (n < 2 || m < 2)
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        var kernel = new KernelMatrix(rows);
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        double observed = kernel.Discrepancy(order, n);
        double atLeast = observed - (Math.Abs(observed) * 1e-9);
        int reaching = 0;
        for (int i = 0; i < permutations; i++)
        {
            random.Shuffle(order);
            reaching += kernel.Discrepancy(order, n) >= atLeast ? 1 : 0;
        }

        return new TwoSampleResult(observed, (reaching + 1.0) / (permutations + 1.0), Math.Sqrt(Math.Max(0, observed)), n, m);
    }
}
