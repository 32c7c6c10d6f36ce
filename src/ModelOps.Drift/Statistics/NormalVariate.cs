namespace ModelOps.Drift.Statistics;

/// <summary>Normal variates from a seeded generator (Box and Muller).</summary>
internal static class NormalVariate
{
    internal static double Next(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
