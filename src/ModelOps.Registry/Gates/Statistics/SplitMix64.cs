namespace ModelOps.Registry.Gates.Statistics;

/// <summary>A small generator whose numbers are the same on every machine and release. Source: Steele, Lea and Flood, Fast Splittable Pseudorandom Number
/// Generators, OOPSLA 2014. Not for secrets.</summary>
internal struct SplitMix64(ulong seed)
{
    private ulong _state = seed;

    /// <summary>A number from 0 to <paramref name="bound"/> - 1. The bias of the product is below 2⁻³², far below what a test can see.</summary>
    public int Next(int bound)
    {
        _state += 0x9E3779B97F4A7C15;
        ulong z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        z ^= z >> 31;
        return (int)Math.BigMul(z, (ulong)bound, out _);
    }
}
