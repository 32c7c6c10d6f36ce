namespace ModelOps.Benchmarks.Drift;

/// <summary>Random samples of known kinds, the same on every machine.</summary>
internal static class BenchmarkSamples
{
    public static float[] Normal(int count, int seed, double mean = 0)
    {
        Random random = new(seed);
        return Fill(count, () => (float)(mean + NextNormal(random)));
    }

    /// <summary>Values of very different sizes: e to the power of three normal ones.</summary>
    public static float[] Skewed(int count, int seed)
    {
        Random random = new(seed);
        return Fill(count, () => (float)Math.Exp(3 * NextNormal(random)));
    }

    /// <summary>Whole numbers of 0 to 99.</summary>
    public static float[] Tied(int count, int seed)
    {
        Random random = new(seed);
        return Fill(count, () => random.Next(100));
    }

    /// <summary>Half of them 0, the others normal: amounts of which many are nothing.</summary>
    public static float[] HalfZero(int count, int seed)
    {
        Random random = new(seed);
        return Fill(count, () => random.Next(2) == 0 ? 0 : (float)NextNormal(random));
    }

    /// <summary>The ratio of two normal values: heavy tails on both sides.</summary>
    public static float[] Cauchy(int count, int seed)
    {
        Random random = new(seed);
        return Fill(count, () => (float)(NextNormal(random) / NextNormal(random)));
    }

    private static float[] Fill(int count, Func<float> next)
    {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) { values[i] = next(); }
        return values;
    }

    private static double NextNormal(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
