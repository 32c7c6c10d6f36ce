namespace ModelOps.Drift.Profiles.Sketches;

/// <summary>64-bit hashes that are the same on every machine and in every process, as merged sketches need. Not safe against an adversary who picks
/// values to collide.</summary>
internal static class StableHash
{
    internal static ulong Of(ReadOnlySpan<char> text)
    {
        ulong hash = SplitMix64.Mix((ulong)text.Length + 0x632BE59BD9B4E019);
        foreach (char letter in text) { hash = SplitMix64.Mix(hash + letter + 1); }
        return hash;
    }

    /// <summary>Both zeros hash alike.</summary>
    internal static ulong Of(double value) => SplitMix64.Mix(BitConverter.DoubleToUInt64Bits(value + 0.0) + 0x9E3779B97F4A7C15);
}
