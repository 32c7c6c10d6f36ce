namespace ModelOps.Drift.Statistics;

/// <summary>Least-squares density difference: the squared L² distance of two densities, estimated at once instead of each by itself.</summary>
/// <remarks>Sugiyama et al., "Density-difference estimation" (2013), with kernel centres among the reference's rows and their
/// regularisation chosen as
/// small as stable estimates allow.</remarks>
public static class LeastSquaresDensityDifference
{
    private const int MostRows = 1000;

    /// <summary>Tests whether two samples come from one distribution.</summary>
    /// <param name="reference">Reference rows, one after the other; rows with NaN or infinities are left out.</param>
    /// <param name="current">Current rows, likewise.</param>
    /// <param name="dimensions">Values of a row, at least 1; each is standardised by the reference.</param>
    /// <param name="permutations">Random deals, at least 1; the smallest p-value is 1 / (permutations + 1).</param>
    /// <param name="seed">Seed of the deals and of the choice of rows; the same seed gives the same p-value.</param>
    /// <returns>The squared distance of the standardised densities, its permutation p-value, and as effect size its root. Not enough data with fewer
    /// than 20 rows on a side, or where the reference is constant in some dimension.</returns>
    /// <exception cref="ArgumentException">A sample is no whole number of rows, or a number is out of its range.</exception>
    public static TwoSampleResult Compare(
        ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int dimensions = 1, int permutations = 199, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        var random = new Random(seed);
        RowSample rows = RowSample.Of(reference, current, dimensions, MostRows, random);
        int n = rows.ReferenceCount;
        int m = rows.CurrentCount;
        if (Math.Min(n, m) < DensityDifference.LeastRows || !rows.Standardize())
        {
            return TwoSampleResult.NotEnoughData(n, m);
        }

        DensityDifference model = DensityDifference.Of(rows, dimensions);
        int[] order = [.. Enumerable.Range(0, rows.Count)];
        double observed = model.Distance(order, n);
        double atLeast = observed - (Math.Abs(observed) * 1e-9);
        int reaching = 0;
        for (int i = 0; i < permutations; i++)
        {
            random.Shuffle(order);
            reaching += model.Distance(order, n) >= atLeast ? 1 : 0;
        }

        return new TwoSampleResult(observed, (reaching + 1.0) / (permutations + 1.0), Math.Sqrt(Math.Max(0, observed)), n, m);
    }
}
