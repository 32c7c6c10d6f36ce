namespace ModelOps.Drift.Streams;

/// <summary>Random numbers by their index (SplitMix64; Steele, Lea and Flood, 2014), so that a generator is saved as a count.</summary>
internal static class CounterRandom
{
    /// <summary>The number at an index of the sequence of a seed, from 0 to below 1.</summary>
    internal static double Next(int seed, long index)
    {
        ulong bits = Mix(Mix((ulong)seed + 0x9E3779B97F4A7C15) + ((ulong)index * 0x9E3779B97F4A7C15));
        return (bits >> 11) * (1.0 / (1UL << 53));
    }

    private static ulong Mix(ulong bits)
    {
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }
}
