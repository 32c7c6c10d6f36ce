using System.Numerics;
using ModelOps.Drift.Kernels;

namespace ModelOps.Drift.Statistics;

/// <summary>Makes the sorted copy of a sample's finite values that the rank statistics work on.</summary>
internal static class SortedSample
{
    /// <summary>Finite values in ascending order; NaN and infinities are left out.</summary>
    internal static double[] Of(ReadOnlySpan<double> values) => Of<double>(values);

    /// <inheritdoc cref="Of(ReadOnlySpan{double})"/>
    internal static double[] Of<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var sorted = new double[values.Length];
        int count = 0;
        foreach (T value in values)
        {
            if (T.IsFinite(value)) { sorted[count++] = double.CreateTruncating(value); }
        }

        Array.Resize(ref sorted, count);
        RadixSort.Sort<double>(sorted);
        return sorted;
    }

    /// <summary>How many different values there are among sorted ones.</summary>
    internal static int DistinctCount(ReadOnlySpan<double> sorted)
    {
        int count = sorted.Length == 0 ? 0 : 1;
        for (int i = 1; i < sorted.Length; i++) { count += sorted[i] == sorted[i - 1] ? 0 : 1; }
        return count;
    }

    /// <summary>Quantile of sorted values, linear between neighbours (NumPy's default).</summary>
    internal static double Quantile(ReadOnlySpan<double> sorted, double probability)
    {
        double place = (sorted.Length - 1) * probability;
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + ((sorted[above] - sorted[below]) * (place - below));
    }

    /// <summary>Standard deviation with divisor n.</summary>
    internal static double StandardDeviation(ReadOnlySpan<double> values)
    {
        double mean = 0;
        foreach (double value in values) { mean += value / values.Length; }
        double squares = 0;
        foreach (double value in values) { squares += (value - mean) * (value - mean); }
        return Math.Sqrt(squares / values.Length);
    }
}
