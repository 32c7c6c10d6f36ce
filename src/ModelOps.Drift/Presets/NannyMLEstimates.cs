using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Presets;

/// <summary>What NannyML computes of large references in place of the exact distances: over 10,000 bins of equal width.</summary>
internal static class NannyMLEstimates
{
    /// <summary>Reference rows from which it estimates.</summary>
    internal const int LargeReference = 10_000;

    private const int Bins = 10_000;

    /// <summary>The largest distance of the two distribution functions at the ends of bins.</summary>
    internal static Func<double[], double> KolmogorovSmirnov(double[] sorted)
    {
        double[] edges = EqualWidthHistogram.Uniform(sorted, Bins);
        double[] reference = Cumulative(sorted, edges);
        return values =>
        {
            double below = (double)values.Count(value => value < edges[0]) / values.Length;
            double[] current = Cumulative(values, edges);
            return reference.Zip(current, (r, c) => Math.Abs(r - (c + below))).Max();
        };
    }

    /// <summary>The area between the two distribution functions, taken at the ends of bins inside the reference's range and exact outside. Values below the range
    /// count one too many inside: the tool adds (k + 1)/m for k of them.</summary>
    internal static Func<double[], double> Wasserstein(double[] sorted)
    {
        double[] edges = EqualWidthHistogram.Uniform(sorted, Bins);
        double[] reference = Cumulative(sorted, edges);
        double width = edges[1] - edges[0];
        return values =>
        {
            double[] below = [.. values.Where(value => value < edges[0])];
            double shift = below.Length == 0 ? 0 : (below.Length + 1.0) / values.Length;
            double[] current = Cumulative(values, edges);
            double within = reference.Zip(current, (r, c) => Math.Abs(r - (c + shift)) * width).Sum();
            double outside = below.Sum(value => edges[0] - value) + values.Where(value => value > edges[^1]).Sum(value => value - edges[^1]);
            return within + (outside / values.Length);
        };
    }

    private static double[] Cumulative(double[] values, double[] edges)
    {
        long[] counts = EqualWidthHistogram.Count(values, edges);
        var shares = new double[counts.Length - 1];
        long sum = 0;
        for (int i = 0; i < shares.Length; i++) { shares[i] = (double)(sum += counts[i]) / values.Length; }
        return shares;
    }
}
