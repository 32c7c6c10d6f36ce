using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Finds the leaves of 64 trees with AVX-512 VBMI, which looks bytes up in two registers at once.</summary>
internal static class LaneKernel512
{
    private const int Lanes = LaneForest<byte>.Lanes;

    /// <summary>Whether this machine can.</summary>
    public static bool IsSupported => Avx512BW.IsSupported && Avx512Vbmi.IsSupported;

    /// <summary>Finds the leaves.</summary>
    /// <param name="entry">First entry of the group, in <see cref="LaneCode.Pair"/>.</param>
    /// <param name="counts">Entries of each plane.</param>
    /// <param name="ranks">64 ranks.</param>
    /// <param name="leaves">Receives the number of each tree's leaf.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FindLeaves(ref byte entry, ReadOnlySpan<int> counts, ref byte ranks, ref byte leaves)
    {
        Vector512<byte> table = Vector512.LoadUnsafe(ref ranks);
        Vector512<byte> complements = ~table;

        // The first byte with a leaf left in it, and the number of the leaf of its lowest bit.
        Vector512<byte> found = Vector512<byte>.Zero;
        Vector512<byte> start = Vector512<byte>.Zero;
        for (int plane = 0; plane < counts.Length; plane++)
        {
            Vector512<byte> left = Vector512<byte>.AllBitsSet;
            for (int i = counts[plane]; i > 0; i--)
            {
                Vector512<byte> rank = Avx512Vbmi.PermuteVar64x8x2(table, Vector512.LoadUnsafe(ref entry), complements);
                Vector512<byte> isAbove = Vector512.GreaterThan(rank, Vector512.LoadUnsafe(ref entry, Lanes));
                left = Vector512.AndNot(left, Vector512.LoadUnsafe(ref entry, 2 * Lanes) & isAbove);
                entry = ref Unsafe.Add(ref entry, LaneForest<byte>.EntryLength);
            }

            Vector512<byte> isFirst = Vector512.Equals(found, Vector512<byte>.Zero);
            start = Vector512.ConditionalSelect(isFirst, Vector512.Create((byte)(plane * LaneForest<byte>.LeavesOfPlane)), start);
            found = Vector512.ConditionalSelect(isFirst, left, found);
        }

        (start + TrailingZeros(found)).StoreUnsafe(ref leaves);
    }

    /// <summary>Position of the lowest bit of each byte, none of which is zero.</summary>
    private static Vector512<byte> TrailingZeros(Vector512<byte> bits)
    {
        Vector512<byte> below = Vector512.AndNot(bits - Vector512<byte>.One, bits);
        Vector512<byte> nibble = Vector512.Create((byte)0xF);
        Vector512<byte> ones = Vector512.Create(Vector256.Create(LaneShuffle.OnesOfNibble));
        Vector512<byte> high = (below.AsUInt16() >>> 4).AsByte() & nibble;
        return Avx512BW.Shuffle(ones, below & nibble) + Avx512BW.Shuffle(ones, high);
    }
}
