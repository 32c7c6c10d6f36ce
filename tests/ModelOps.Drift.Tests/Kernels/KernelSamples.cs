namespace ModelOps.Drift.Tests.Kernels;

/// <summary>Samples that are hard on a kernel each in its own way.</summary>
internal static class KernelSamples
{
    private static readonly Dictionary<string, Func<Random, float>> Kinds = new(StringComparer.Ordinal)
    {
        ["normal"] = Normal,
        ["uniform"] = static random => random.NextSingle(),
        ["log-normal"] = static random => MathF.Exp(4 * Normal(random)),
        ["Cauchy"] = static random => Normal(random) / Normal(random),
        ["constant"] = static _ => 3.25f,
        ["two values"] = static random => random.Next(2),
        ["a hundred values"] = static random => random.Next(100),
        ["a value now and then"] = static random => random.Next(3) == 0 ? 0.5f : Normal(random),
        ["two far clusters"] = static random => random.Next(2) == 0 ? Normal(random) * 1e-6f : 1e6f + Normal(random),
        ["clusters and ties"] = static random => random.Next(3) switch { 0 => 1e-30f * random.Next(5), 1 => 1e30f * random.Next(5), _ => Normal(random) },
        ["one outlier in a thousand"] = static random => random.Next(1000) == 0 ? 1e38f * Normal(random) : Normal(random),
        ["all sizes"] = static random => BitConverter.Int32BitsToSingle(random.Next(int.MinValue, int.MaxValue)),
        ["denormals"] = static random => BitConverter.Int32BitsToSingle(random.Next(0, 1 << 20) | (random.Next(2) << 31)),
        ["zeros of both signs"] = static random => random.Next(3) switch { 0 => -0f, 1 => 0f, _ => float.Epsilon * random.Next(-2, 3) },
        ["ends of the range"] = static random => random.Next(2) == 0 ? float.MaxValue : float.MinValue,
        ["neighbours"] = static random => BitConverter.Int32BitsToSingle(BitConverter.SingleToInt32Bits(1f) + random.Next(7)),
        ["NaN and infinities"] = static random => random.Next(50) switch { 0 => float.NaN, 1 => float.PositiveInfinity, 2 => float.NegativeInfinity, _ => Normal(random) },
        ["nothing finite"] = static random => random.Next(2) == 0 ? float.NaN : float.PositiveInfinity,
    };

    public static IEnumerable<string> Names => Kinds.Keys;

    /// <summary>Values of a kind.</summary>
    public static float[] Draw(string kind, int count, int seed)
    {
        var random = new Random(seed);
        Func<Random, float> next = Kinds[kind];
        return [.. Enumerable.Range(0, count).Select(_ => next(random))];
    }

    private static float Normal(Random random) => (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
}
