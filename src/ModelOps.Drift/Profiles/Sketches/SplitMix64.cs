namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>A generator whose numbers are the same on every machine and release. Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number
/// Generators, OOPSLA 2014. Not for secrets.</summary>
internal struct SplitMix64(ulong seed)
{
    internal const ulong Gamma = 0x9E3779B97F4A7C15;

    internal ulong State { get; private set; } = seed;

    internal ulong Next() => Mix(State += Gamma);

    /// <summary>Uniform in (0, 1).</summary>
    internal double NextDouble() => ((Next() >> 11) + 0.5) * (1.0 / (1L << 53));

    internal void Join(SplitMix64 other) => State ^= Mix(other.State + Gamma);

    internal static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
