using System.Buffers;
using System.Text;

namespace ModelOps.Serving;

/// <summary>A hash of a routing key that is the same on every machine, process and version: who was routed to a variant stays there.</summary>
/// <remarks>FNV-1a (64 bits) over the UTF-8 bytes of the model's name, a zero byte and the key, then the 64-bit finaliser of MurmurHash3,
/// because the high bits of FNV-1a alone spread short keys unevenly.</remarks>
internal static class StableHash
{
    private const ulong OffsetBasis = 14695981039346656037;
    private const ulong Prime = 1099511628211;
    private const int StackBytes = 256;

    public static ulong Compute(string model, string key) => Mix(Append(Append(OffsetBasis, model) * Prime, key));

    /// <summary>The 64-bit finaliser of MurmurHash3: every input bit changes every output bit with probability near one half.</summary>
    public static ulong Mix(ulong hash)
    {
        hash = (hash ^ (hash >> 33)) * 0xff51afd7ed558ccd;
        hash = (hash ^ (hash >> 33)) * 0xc4ceb9fe1a85ec53;
        return hash ^ (hash >> 33);
    }

    private static ulong Append(ulong hash, string text)
    {
        int size = Encoding.UTF8.GetMaxByteCount(text.Length);
        byte[]? rented = size > StackBytes ? ArrayPool<byte>.Shared.Rent(size) : null;
        Span<byte> bytes = rented ?? stackalloc byte[StackBytes];
        foreach (byte value in bytes[..Encoding.UTF8.GetBytes(text, bytes)])
        {
            hash = (hash ^ value) * Prime;
        }

        if (rented is not null) { ArrayPool<byte>.Shared.Return(rented); }
        return hash;
    }
}
