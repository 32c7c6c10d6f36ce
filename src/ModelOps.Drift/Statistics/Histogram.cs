using System.Numerics;
using ModelOps.Drift.Kernels;

namespace ModelOps.Drift.Statistics;

/// <summary>Counts values between edges, as NumPy's <c>histogram</c> does: what the statistics over counts, such as the population stability index, work on.</summary>
/// <remarks>Bin i holds the values from edge i up to but without edge i + 1; the last bin holds its upper edge too. Values outside the edges, NaN and infinities are not counted.
/// Allocates nothing; one thread.</remarks>
public static class Histogram
{
    /// <summary>Most bins of equal width.</summary>
    public const int MaxUniformBins = 4096;

    /// <summary>Counts values between any edges.</summary>
    /// <param name="values">Values in any order.</param>
    /// <param name="edges">At least two finite edges, none below the one before it.</param>
    /// <param name="counts">Receives the counts; one fewer than edges.</param>
    /// <returns>How many values were counted.</returns>
    /// <exception cref="ArgumentException">The edges are not as said, or the counts have another length.</exception>
    public static long Count(ReadOnlySpan<float> values, ReadOnlySpan<float> edges, Span<long> counts) => Count(values, edges, counts, VectorWidths.Best);

    /// <inheritdoc cref="Count(ReadOnlySpan{float}, ReadOnlySpan{float}, Span{long})"/>
    public static long Count(ReadOnlySpan<double> values, ReadOnlySpan<double> edges, Span<long> counts) => Count(values, edges, counts, VectorWidths.Best);

    /// <summary>Counts values in bins of equal width.</summary>
    /// <param name="values">Values in any order.</param>
    /// <param name="low">Lower edge of the first bin, finite.</param>
    /// <param name="high">Upper edge of the last bin, finite and above <paramref name="low"/>.</param>
    /// <param name="counts">Receives the counts: as many bins as it is long, 1 to <see cref="MaxUniformBins"/>. The edges between are <c>low + i * (high - low) / bins</c>, computed in double precision and
    /// rounded to the type of the values.</param>
    /// <returns>How many values were counted.</returns>
    /// <exception cref="ArgumentException">An argument is not as said.</exception>
    public static long CountUniform(ReadOnlySpan<float> values, float low, float high, Span<long> counts) => CountUniform<float>(values, low, high, counts);

    /// <inheritdoc cref="CountUniform(ReadOnlySpan{float}, float, float, Span{long})"/>
    public static long CountUniform(ReadOnlySpan<double> values, double low, double high, Span<long> counts) => CountUniform<double>(values, low, high, counts);

    internal static long Count<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> edges, Span<long> counts, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Check(edges, counts);

        // Past the last edge comes the next number, so that the edge itself is counted.
        using var buffer = new PooledBuffer<T>(edges.Length);
        Span<T> bounds = buffer.Span;
        edges.CopyTo(bounds);
        bounds[^1] = T.BitIncrement(bounds[^1]);
        counts.Clear();
        return edges.Length <= EdgeCounts.MostCompared ? Compare(values, bounds, counts, width) : EdgeSearch.Count(values, bounds, counts);
    }

    private static long Compare<T>(ReadOnlySpan<T> values, ReadOnlySpan<T> bounds, Span<long> counts, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        Span<long> reached = stackalloc long[bounds.Length];
        reached.Clear();
        EdgeCounts.AddAtLeast(values, bounds, reached, width);
        for (int i = 0; i < counts.Length; i++) { counts[i] = reached[i] - reached[i + 1]; }
        return reached[0] - reached[^1];
    }

    private static long CountUniform<T>(ReadOnlySpan<T> values, T low, T high, Span<long> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (counts.Length is 0 or > MaxUniformBins)
        {
            throw new ArgumentException($"There are {counts.Length} bins, 1 to {MaxUniformBins} were expected.", nameof(counts));
        }

        using var buffer = new PooledBuffer<T>(counts.Length + 1);
        Span<T> edges = buffer.Span;
        double first = double.CreateTruncating(low);
        double step = (double.CreateTruncating(high) - first) / counts.Length;
        for (int i = 0; i < counts.Length; i++) { edges[i] = T.CreateTruncating((i * step) + first); }
        edges[0] = low;
        edges[^1] = high;
        return low < high ? Count(values, edges, counts, VectorWidths.Best)
            : throw new ArgumentException($"The bins reach from {low} to {high}. The upper end must be the greater.", nameof(high));
    }

    private static void Check<T>(ReadOnlySpan<T> edges, Span<long> counts)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (edges.Length < 2 || counts.Length != edges.Length - 1)
        {
            throw new ArgumentException($"There are {edges.Length} edges and {counts.Length} counts. Pass at least two edges, and one count fewer.", nameof(counts));
        }

        for (int i = 0; i < edges.Length; i++)
        {
            if (!T.IsFinite(edges[i]) || (i > 0 && edges[i] < edges[i - 1]))
            {
                throw new ArgumentException($"Edge {i} is {edges[i]}. Edges must be finite and none below the one before it.", nameof(edges));
            }
        }
    }
}
