using ModelOps.Drift.Profiles.Sketches;

namespace ModelOps.Drift.Streams;

/// <summary>Random numbers by their index (<see cref="SplitMix64"/>), so that a generator is saved as a count.</summary>
internal static class CounterRandom
{
    /// <summary>The number at an index of the sequence of a seed, from 0 to below 1.</summary>
    internal static double Next(int seed, long index)
    {
        ulong bits = SplitMix64.Mix(SplitMix64.Mix((ulong)seed + SplitMix64.Gamma) + ((ulong)index * SplitMix64.Gamma));
        return (bits >> 11) * (1.0 / (1UL << 53));
    }
}
