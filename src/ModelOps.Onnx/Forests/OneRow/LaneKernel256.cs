using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Finds the leaves of 64 trees in 256-bit vectors, 32 trees in each.</summary>
internal static class LaneKernel256
{
    /// <summary>Finds the leaves.</summary>
    /// <typeparam name="TColumns">How many columns there are.</typeparam>
    /// <param name="entry">First entry of the group, in <see cref="LaneCode.Shuffle"/>.</param>
    /// <param name="counts">Entries of each plane.</param>
    /// <param name="ranks">64 ranks.</param>
    /// <param name="leaves">Receives the number of each tree's leaf.</param>
    public static void FindLeaves<TColumns>(ref byte entry, ReadOnlySpan<int> counts, ref byte ranks, ref byte leaves)
        where TColumns : struct, ILaneColumns
    {
        LaneTable256 table = new(ref ranks);
        Vector256<byte> found0 = Vector256<byte>.Zero, start0 = Vector256<byte>.Zero;
        Vector256<byte> found1 = Vector256<byte>.Zero, start1 = Vector256<byte>.Zero;
        for (int plane = 0; plane < counts.Length; plane++)
        {
            Vector256<byte> left0 = Vector256<byte>.AllBitsSet;
            Vector256<byte> left1 = Vector256<byte>.AllBitsSet;
            for (int i = counts[plane]; i > 0; i--)
            {
                left0 = table.Strike<TColumns>(left0, ref Unsafe.Add(ref entry, 0));
                left1 = table.Strike<TColumns>(left1, ref Unsafe.Add(ref entry, 32));
                entry = ref Unsafe.Add(ref entry, LaneForest<byte>.EntryLength);
            }

            Vector256<byte> first = Vector256.Create((byte)(plane * LaneForest<byte>.LeavesOfPlane));
            Keep(left0, first, ref found0, ref start0);
            Keep(left1, first, ref found1, ref start1);
        }

        (start0 + TrailingZeros(found0)).StoreUnsafe(ref leaves, 0);
        (start1 + TrailingZeros(found1)).StoreUnsafe(ref leaves, 32);
    }

    /// <summary>Keeps the first byte with a leaf left in it, and the number of the leaf of its lowest bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector256<byte> left, Vector256<byte> first, ref Vector256<byte> found, ref Vector256<byte> start)
    {
        Vector256<byte> isFirst = Vector256.Equals(found, Vector256<byte>.Zero);
        start = Vector256.ConditionalSelect(isFirst, first, start);
        found = Vector256.ConditionalSelect(isFirst, left, found);
    }

    /// <summary>Position of the lowest bit of each byte, none of which is zero.</summary>
    private static Vector256<byte> TrailingZeros(Vector256<byte> bits)
    {
        Vector256<byte> below = Vector256.AndNot(bits - Vector256<byte>.One, bits);
        Vector256<byte> nibble = Vector256.Create((byte)0xF);
        Vector256<byte> ones = Vector256.Create(LaneShuffle.OnesOfNibble);
        return LaneShuffle.Look(ones, below & nibble) + LaneShuffle.Look(ones, (below.AsUInt16() >>> 4).AsByte() & nibble);
    }
}
