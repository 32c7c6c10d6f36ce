using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Presets;

/// <summary>Bins of equal width as NumPy chooses and fills them: half-open, the last one closed.</summary>
internal static class EqualWidthHistogram
{
    /// <summary>Sturges' rule: ⌈log2 n + 1⌉ bins over the values' range.</summary>
    internal static double[] Sturges(ReadOnlySpan<double> sorted) =>
        Uniform(sorted, sorted[0] == sorted[^1] ? 1 : (int)Math.Ceiling(Math.Log2(sorted.Length) + 1));

    /// <summary>Doane's rule: Sturges' with more bins for skewed values.</summary>
    internal static double[] Doane(ReadOnlySpan<double> sorted)
    {
        double n = sorted.Length;
        double deviation = SortedSample.StandardDeviation(sorted);
        if (n <= 2 || !(deviation > 0) || double.IsInfinity(deviation))
        {
            return Uniform(sorted, 1);
        }

        double mean = 0;
        foreach (double value in sorted) { mean += value / n; }
        double skewness = 0;
        foreach (double value in sorted) { skewness += Math.Pow((value - mean) / deviation, 3) / n; }
        double error = Math.Sqrt(6 * (n - 2) / ((n + 1) * (n + 3)));
        double bins = Math.Ceiling(1 + Math.Log2(n) + Math.Log2(1 + (Math.Abs(skewness) / error)));
        return Uniform(sorted, double.IsFinite(bins) ? (int)bins : 1);
    }

    /// <summary>Counts between edges; one more at the end for values outside them.</summary>
    internal static long[] Count(ReadOnlySpan<double> values, double[] edges)
    {
        var counts = new long[edges.Length];
        foreach (double value in values)
        {
            if (value < edges[0] || value > edges[^1])
            {
                counts[^1]++;
                continue;
            }

            int at = Array.BinarySearch(edges, value);
            int bin = at >= 0 ? at : ~at - 1;
            counts[Math.Min(bin, edges.Length - 2)]++;
        }

        return counts;
    }

    /// <summary>Edges of so many bins over the values' range.</summary>
    internal static double[] Uniform(ReadOnlySpan<double> sorted, int wanted)
    {
        int bins = Math.Max(1, wanted);
        double first = sorted[0];
        double last = sorted[^1];
        if (first == last)
        {
            (first, last) = (first - 0.5, last + 0.5);
        }

        // The difference of two finite numbers may overflow.
        double step = double.IsFinite(last - first) ? (last - first) / bins : (last / bins) - (first / bins);
        var edges = new double[bins + 1];
        edges[0] = first;
        for (int i = 1; i < bins; i++) { edges[i] = (i * step) + first; }
        edges[bins] = last;
        return edges;
    }
}
