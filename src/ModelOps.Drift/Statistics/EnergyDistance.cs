namespace ModelOps.Drift.Statistics;

/// <summary>Energy distance of two samples: √2 times the L² distance of their distribution functions (Székely and Rizzo).</summary>
public static class EnergyDistance
{
    /// <summary>Exact distance of two samples.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <returns>The distance in the root of the values' unit, as SciPy's <c>energy_distance</c>; NaN when a side has no finite value.</returns>
    public static double Distance(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) =>
        PooledSample.Of(SortedSample.Of(reference), SortedSample.Of(current)) is { } pooled ? Math.Sqrt(2 * pooled.Area<SquaredTerm>()) : double.NaN;

    /// <summary>Tests whether two samples come from one distribution.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <param name="permutations">Random deals, at least 1; the smallest p-value is 1 / (permutations + 1).</param>
    /// <param name="seed">Seed of the deals; the same seed gives the same p-value.</param>
    /// <returns>The exact distance, its permutation p-value, and as effect size the energy coefficient: the squared distance over twice the mean
    /// difference of a reference and a current value, 0 (equal) to 1. Not enough data when a side has no finite value.</returns>
    /// <exception cref="ArgumentOutOfRangeException">There is not at least one permutation.</exception>
    public static TwoSampleResult Compare(ReadOnlySpan<double> reference, ReadOnlySpan<double> current, int permutations = 999, int seed = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(permutations, 1);
        double[] x = SortedSample.Of(reference);
        double[] y = SortedSample.Of(current);
        if (PooledSample.Of(x, y) is not { } pooled)
        {
            return TwoSampleResult.NotEnoughData(x.Length, y.Length);
        }

        double area = pooled.Area<SquaredTerm>();
        double p = pooled.PValue<SquaredTerm>(permutations, seed);
        return new TwoSampleResult(Math.Sqrt(2 * area), p, area == 0 ? 0 : area / pooled.MeanDifference(), x.Length, y.Length);
    }
}
