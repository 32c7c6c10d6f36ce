namespace ModelOps.Drift.Tests;

/// <summary>Numbers that any language makes alike: a linear congruential generator over 31 bits.</summary>
internal static class PortableData
{
    public static double[] Uniform(long seed, int count, double power = 1)
    {
        var values = new double[count];
        long state = seed;
        for (int i = 0; i < count; i++)
        {
            state = ((1103515245 * state) + 12345) % (1L << 31);
            double uniform = state / (double)(1L << 31);
            values[i] = power == 1 ? uniform : Math.Pow(uniform, power);
        }

        return values;
    }

    /// <summary>Normal variates of a seeded generator.</summary>
    public static double[] Normal(Random random, int count, double mean = 0, double deviation = 1)
    {
        var values = new double[count];
        for (int i = 0; i < count; i++)
        {
            values[i] = mean + (deviation * Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        }

        return values;
    }

    /// <summary>Counts in equal-width bins over the range of both samples, the last bin closed.</summary>
    public static (long[] Reference, long[] Current) EqualWidth(double[] reference, double[] current, int bins)
    {
        double min = Math.Min(reference.Min(), current.Min());
        double max = Math.Max(reference.Max(), current.Max());
        return (Count(reference), Count(current));

        long[] Count(double[] values)
        {
            var counts = new long[bins];
            foreach (double value in values)
            {
                counts[Math.Min(bins - 1, (int)((value - min) / (max - min) * bins))]++;
            }

            return counts;
        }
    }
}
