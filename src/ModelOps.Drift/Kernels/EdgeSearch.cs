using System.Numerics;

namespace ModelOps.Drift.Kernels;

/// <summary>Finds the bin of each value among many edges by halving, without a branch that depends on the data.</summary>
internal static class EdgeSearch
{
    /// <summary>Adds to each count the number of values from its edge up to but without the next. NaN is in no bin.</summary>
    /// <param name="values">Values in any order.</param>
    /// <param name="edges">Edges in order.</param>
    /// <param name="counts">One fewer than edges.</param>
    /// <returns>How many values were counted.</returns>
    internal static long Count<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> edges, Span<long> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        long total = 0;
        foreach (T value in values)
        {
            int bin = Reached(edges, value) - 1;
            if ((uint)bin < (uint)counts.Length)
            {
                counts[bin]++;
                total++;
            }
        }

        return total;
    }

    /// <summary>Number of edges at or below a value.</summary>
    internal static int Reached<T>(ReadOnlySpan<T> edges, T value)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int low = 0;
        int length = edges.Length;
        while (length > 0)
        {
            int half = (length + 1) >> 1;
            low += -(edges[low + half - 1] <= value ? 1 : 0) & half;
            length -= half;
        }

        return low;
    }
}
