using System.Numerics;

namespace ModelOps.Registry.Datasets;

/// <summary>HyperLogLog with 4,096 registers. Source: Flajolet, Fusy, Gandouet, Meunier, "HyperLogLog", 2007, figure 3; with 64-bit hashes the correction of
/// large ranges falls away.</summary>
internal sealed class DistinctCounter
{
    private const int Bits = 12;
    private const int Count = 1 << Bits;
    private const double Alpha = 0.7213 / (1 + (1.079 / Count));
    private readonly byte[] _registers = new byte[Count];

    public void Add(string value)
    {
        ulong hash = Hash(value);
        int register = (int)(hash >> (64 - Bits));
        byte rank = (byte)(BitOperations.LeadingZeroCount((hash << Bits) | (1UL << (Bits - 1))) + 1);
        if (rank > _registers[register]) { _registers[register] = rank; }
    }

    public long Estimate()
    {
        double sum = 0;
        int zeros = 0;
        foreach (byte rank in _registers)
        {
            sum += Math.ScaleB(1, -rank);
            if (rank == 0) { zeros++; }
        }

        double raw = Alpha * Count * Count / sum;
        return (long)Math.Round(raw <= 2.5 * Count && zeros > 0 ? Count * Math.Log((double)Count / zeros) : raw);
    }

    // FNV-1a over the UTF-16 units, then the finaliser of SplitMix64, which spreads what FNV leaves in the low bits.
    private static ulong Hash(string value)
    {
        ulong hash = 14695981039346656037;
        foreach (char c in value) { hash = (hash ^ c) * 1099511628211; }
        hash = (hash ^ (hash >> 30)) * 0xBF58476D1CE4E5B9;
        hash = (hash ^ (hash >> 27)) * 0x94D049BB133111EB;
        return hash ^ (hash >> 31);
    }
}
