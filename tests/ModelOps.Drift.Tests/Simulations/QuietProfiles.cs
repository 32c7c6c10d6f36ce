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

    /// <summary>Profiles of a feature of a kind between which nothing changed.</summary>
    public static (FeatureProfile Reference, FeatureProfile Current) Draw(QuietKind kind, int n, int m, Random random) => kind switch
    {
        QuietKind.Continuous => Numeric(n, m, random),
        QuietKind.FewBins => n <= LargestDrawn
            ? Built(n, m, () => NormalVariate.Next(random), maxEdges: 5)
            : Tied(n, m, [0.25, 0.5, 0.75, 1], random),
        QuietKind.FewValues => n <= LargestDrawn
            ? Built(n, m, () => Math.Floor(3 * random.NextDouble() * random.NextDouble()))
            : Tied(n, m, [0.6995, 0.9370, 1], random),
        QuietKind.Ties => n <= LargestDrawn
            ? Built(n, m, () => Math.Floor(20 * random.NextDouble()))
            : Tied(n, m, [.. Enumerable.Range(1, 20).Select(static i => i / 20.0)], random),
        QuietKind.Skewed => Built(n, m, () => -Math.Log(1 - random.NextDouble())),
        QuietKind.Categories => Categorical(n, m, random),
        QuietKind.TwoCategories => Categorical(n, m, [0.2, 1], random),
        _ => Categorical(n, m, [.. Enumerable.Range(1, 100).Select(static i => Math.Log(i + 1) / Math.Log(101))], random),
    };

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
        return Categorical(n, m, [0.3, 0.5, 0.65, 0.75, 0.83, 0.89, 0.93, 0.96, 0.98, 0.99, 0.997, 1], random);
    }

    private static (FeatureProfile Reference, FeatureProfile Current) Categorical(int n, int m, double[] ends, Random random)
    {
        CategoricalFeatureProfile Draw(int count) =>
            new("x", [.. Enumerable.Range(0, ends.Length - 1).Select(static i => $"c{i:D3}")], Multinomial(ends, count, random), 0);
        return (Draw(n), Draw(m));
    }

    private static (FeatureProfile Reference, FeatureProfile Current) Built(int n, int m, Func<double> next, int maxEdges = NumericFeatureProfile.MaxEdges)
    {
        DatasetProfile reference = new DatasetProfileBuilder(maxEdges).AddNumeric("x", Values(n)).Build();
        DatasetProfile current = new DatasetProfileBuilder(reference).AddNumeric("x", Values(m)).Build();
        return (reference.Features[0], current.Features[0]);

        double[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => next())];
    }

    // Values 0, 1, 2 and so on.
    private static (FeatureProfile Reference, FeatureProfile Current) Tied(int n, int m, double[] ends, Random random)
    {
        var bins = new NumericFeatureProfile("x", [.. Enumerable.Range(0, ends.Length).Select(static i => (double)i)]);
        return (Draw(n), Draw(m));

        NumericFeatureProfile Draw(int count)
        {
            long[] counts = [0, .. Multinomial(ends, count, random)];
            double mean = Enumerable.Range(1, ends.Length).Sum(i => (i - 1.0) * counts[i]) / count;
            double squares = Enumerable.Range(1, ends.Length).Sum(i => (i - 1.0 - mean) * (i - 1.0 - mean) * counts[i]);
            return bins.With(counts, ExactSums.FromMoments(bins.Grid, count, mean, squares), 0, ends.Length - 1, 0, 0);
        }
    }

    private static NumericFeatureProfile Uniform(NumericFeatureProfile bins, long[] counts, Random random)
    {
        // Mean and variance of uniform numbers, which large samples have independently of each other and nearly normal.
        long count = counts.Sum();
        double mean = 0.5 + (NormalVariate.Next(random) / Math.Sqrt(12.0 * count));
        double variance = (1 / 12.0) + (NormalVariate.Next(random) / Math.Sqrt(180.0 * count));
        return bins.With(counts, ExactSums.FromMoments(bins.Grid, count, mean, variance * count), 0, 1, 0, 0);
    }

    // Values below an end to the power 1/stretch become values below the end. A sample out of so large a pool is as one put back after each draw.
    private static long[] Multinomial(double[] ends, int count, Random random, double stretch = 1)
    {
        const double Pool = 1L << 50;
        var pool = new long[ends.Length];
        long below = 0;
        for (int i = 0; i < ends.Length; i++)
        {
            long end = i == ends.Length - 1 ? (long)Pool : (long)(Pool * Math.Pow(ends[i], 1 / stretch));
            pool[i] = Math.Max(0, end - below);
            below = Math.Max(below, end);
        }

        var counts = new long[ends.Length];
        CountDealer.Deal(pool, count, counts, random);
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
