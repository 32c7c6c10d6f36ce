using ModelOps.Drift.Streams;

namespace ModelOps.Drift.Sequential;

/// <summary>A generator whose whole state is its seed and how much was drawn from it, so that it can be saved.</summary>
internal sealed class IndexedRandom(int seed, long drawn = 0) : Random(seed)
{
    internal int Seed { get; } = seed;

    /// <summary>Numbers drawn so far.</summary>
    internal long Drawn { get; private set; } = drawn;

    public override double NextDouble() => CounterRandom.Next(Seed, Drawn++);

    public override int Next() => Next(int.MaxValue);

    public override int Next(int maxValue) => (int)(NextDouble() * maxValue);

    public override int Next(int minValue, int maxValue) => minValue + (int)(NextDouble() * ((long)maxValue - minValue));

    protected override double Sample() => NextDouble();
}
