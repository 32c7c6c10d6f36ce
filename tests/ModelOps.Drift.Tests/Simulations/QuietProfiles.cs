using ModelOps.Drift.Profiles;
using ModelOps.Drift.Statistics;

namespace ModelOps.Drift.Tests.Simulations;

/// <summary>Draws pairs of profiles between which nothing changed, as fast as their counts allow.</summary>
/// <remarks>Small samples are drawn and profiled as anybody's. Of large ones only the counts are drawn, which is the same: for a continuous law the edges are order statistics of the
/// reference, the shares between them follow Dirichlet's law with the reference's counts, and the current counts are multinomial over those shares.</remarks>
internal static class QuietProfiles
{
    private const int LargestDrawn = 1000;
    private const int Bins = 255;

    /// <summary>Profiles of a numeric feature of a continuous law.</summary>
    /// <param name="n">Reference values.</param>
    /// <param name="m">Current values.</param>
    /// <param name="random">Where chance comes from.</param>
    /// <param name="name">Name of the feature.</param>
    /// <param name="stretch">1 where nothing is to change; else current values are uniform numbers to this power. For more than 1,000 values.</param>
    public static (FeatureProfile Reference, FeatureProfile Current) Numeric(int n, int m, Random random, string name = "x", double stretch = 1)
    {
        if (n <= LargestDrawn)
        {
            DatasetProfile reference = new DatasetProfileBuilder().AddNumeric("x", PortableData.Normal(random, n)).Build();
            DatasetProfile current = new DatasetProfileBuilder(reference).AddNumeric("x", PortableData.Normal(random, m)).Build();
            return (reference.Features[0], current.Features[0]);
        }

        // Bin 0 and the last one lie outside the reference; each gets the share of one value.
        long[] counts = [0, .. Enumerable.Range(0, Bins).Select(i => (((i + 1L) * n) / Bins) - ((long)i * n / Bins)), 0];
        double[] shares = [.. counts.Select(count => Gamma(Math.Max(count, 0.5), random))];
        double total = shares.Sum();
        double[] ends = new double[shares.Length];
        double end = 0;
        for (int i = 0; i < ends.Length; i++) { ends[i] = end += shares[i] / total; }
        var bins = new NumericFeatureProfile(name, ends[..^1]);
        return (Uniform(bins, counts, random), Uniform(bins, Multinomial(ends, m, random, stretch), random));
    }

    /// <summary>Profiles of a categorical feature with some common and some rare values.</summary>
    public static (FeatureProfile Reference, FeatureProfile Current) Categorical(int n, int m, Random random)
    {
        double[] ends = [0.3, 0.5, 0.65, 0.75, 0.83, 0.89, 0.93, 0.96, 0.98, 0.99, 0.997, 1];
        CategoricalFeatureProfile Draw(int count) =>
            new("x", [.. Enumerable.Range(0, ends.Length - 1).Select(static i => $"c{i:D2}")], Multinomial(ends, count, random), 0);
        return (Draw(n), Draw(m));
    }

    private static NumericFeatureProfile Uniform(NumericFeatureProfile bins, long[] counts, Random random)
    {
        // Mean and variance of uniform numbers, which large samples have independently of each other and nearly normal.
        long count = counts.Sum();
        double mean = 0.5 + (NormalVariate.Next(random) / Math.Sqrt(12.0 * count));
        double variance = (1 / 12.0) + (NormalVariate.Next(random) / Math.Sqrt(180.0 * count));
        return bins.With(counts, ExactSums.FromMoments(bins.Grid, count, mean, variance * count), 0, 1, 0, 0);
    }

    private static long[] Multinomial(double[] ends, int count, Random random, double stretch = 1)
    {
        var counts = new long[ends.Length];
        for (int i = 0; i < count; i++)
        {
            double value = stretch == 1 ? random.NextDouble() : Math.Pow(random.NextDouble(), stretch);
            int bin = (int)(value * ends.Length);
            while (bin > 0 && value < ends[bin - 1]) { bin--; }
            while (bin < ends.Length - 1 && value >= ends[bin]) { bin++; }
            counts[bin]++;
        }

        return counts;
    }

    // Marsaglia and Tsang, "A simple method for generating gamma variables" (2000); for shapes below 1 by its own remark.
    private static double Gamma(double shape, Random random)
    {
        if (shape < 1)
        {
            return Gamma(shape + 1, random) * Math.Pow(1 - random.NextDouble(), 1 / shape);
        }

        double d = shape - (1.0 / 3);
        double c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double x = NormalVariate.Next(random);
            double v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (0.5 * x * x) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }
}
