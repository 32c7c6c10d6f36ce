using System.Numerics;
using ModelOps.Drift.Kernels;
using ModelOps.Drift.Kernels.Walks;

namespace ModelOps.Drift.Statistics;

/// <summary>Wasserstein-1 (earth mover's) distance of two samples: the area between their distribution functions.</summary>
/// <remarks>Its null law depends on the data's own distribution, so the p-value comes from re-dealing the pooled values to the two
/// samples at random: p = (k + 1) / (N + 1) with k of N deals at least as far apart. Its smallest value is therefore 1 / (N + 1).</remarks>
public static class Wasserstein
{
    // Fewer values are sorted as quickly.
    private const int Smallest = 1 << 13;

    /// <summary>Exact distance of two samples.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <returns>The distance in the unit of the values; NaN when a side has no finite value.</returns>
    public static double Distance(ReadOnlySpan<double> reference, ReadOnlySpan<double> current) => Distance(reference, current, VectorWidths.Best);

    /// <inheritdoc cref="Distance(ReadOnlySpan{double}, ReadOnlySpan{double})"/>
    public static double Distance(ReadOnlySpan<float> reference, ReadOnlySpan<float> current) => Distance(reference, current, VectorWidths.Best);

    /// <summary>Tests whether two samples come from one distribution.</summary>
    /// <param name="reference">Reference values in any order; NaN and infinities are left out.</param>
    /// <param name="current">Current values in any order; NaN and infinities are left out.</param>
    /// <param name="permutations">Random deals, at least 1.</param>
    /// <param name="seed">Seed of the deals; the same seed gives the same p-value.</param>
    /// <returns>The exact distance, its p-value, and as effect size the distance in standard deviations of the reference (0 for two equal
    /// constants, +∞ for a constant reference that moved). Not enough data when a side has no finite value.</returns>
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

        double distance = pooled.Area<AbsoluteTerm>();
        double p = pooled.PValue<AbsoluteTerm>(permutations, seed);
        return new TwoSampleResult(distance, p, InDeviations(distance, SortedSample.StandardDeviation(x)), x.Length, y.Length);
    }

    /// <summary>A distance in standard deviations, where a constant reference has none.</summary>
    internal static double InDeviations(double distance, double deviation) => distance == 0 ? 0 : distance / deviation;

    /// <summary>The distance by vectors of a width.</summary>
    internal static double Distance<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (Math.Min(reference.Length, current.Length) >= Smallest)
        {
            double area = SampleWalk.Take<AreaWalk<T>, T>(reference, current, width).Area;

            // The sums of very large numbers may overflow where their differences do not.
            if (double.IsFinite(area)) { return area; }
        }

        return PooledSample.Of(SortedSample.Of(reference), SortedSample.Of(current)) is { } pooled ? pooled.Area<AbsoluteTerm>() : double.NaN;
    }
}
