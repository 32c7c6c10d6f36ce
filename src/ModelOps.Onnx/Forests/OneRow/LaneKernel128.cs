using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Finds the leaves of 64 trees in 128-bit vectors, 16 trees in each.</summary>
internal static class LaneKernel128
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
        LaneTable128 table = new(ref ranks);
        Vector128<byte> found0 = Vector128<byte>.Zero, start0 = Vector128<byte>.Zero;
        Vector128<byte> found1 = Vector128<byte>.Zero, start1 = Vector128<byte>.Zero;
        Vector128<byte> found2 = Vector128<byte>.Zero, start2 = Vector128<byte>.Zero;
        Vector128<byte> found3 = Vector128<byte>.Zero, start3 = Vector128<byte>.Zero;
        for (int plane = 0; plane < counts.Length; plane++)
        {
            Vector128<byte> left0 = Vector128<byte>.AllBitsSet;
            Vector128<byte> left1 = Vector128<byte>.AllBitsSet;
            Vector128<byte> left2 = Vector128<byte>.AllBitsSet;
            Vector128<byte> left3 = Vector128<byte>.AllBitsSet;
            for (int i = counts[plane]; i > 0; i--)
            {
                left0 = table.Strike<TColumns>(left0, ref Unsafe.Add(ref entry, 0));
                left1 = table.Strike<TColumns>(left1, ref Unsafe.Add(ref entry, 16));
                left2 = table.Strike<TColumns>(left2, ref Unsafe.Add(ref entry, 32));
                left3 = table.Strike<TColumns>(left3, ref Unsafe.Add(ref entry, 48));
                entry = ref Unsafe.Add(ref entry, LaneForest<byte>.EntryLength);
            }

            Vector128<byte> first = Vector128.Create((byte)(plane * LaneForest<byte>.LeavesOfPlane));
            Keep(left0, first, ref found0, ref start0);
            Keep(left1, first, ref found1, ref start1);
            Keep(left2, first, ref found2, ref start2);
            Keep(left3, first, ref found3, ref start3);
        }

        (start0 + TrailingZeros(found0)).StoreUnsafe(ref leaves, 0);
        (start1 + TrailingZeros(found1)).StoreUnsafe(ref leaves, 16);
        (start2 + TrailingZeros(found2)).StoreUnsafe(ref leaves, 32);
        (start3 + TrailingZeros(found3)).StoreUnsafe(ref leaves, 48);
    }

    /// <summary>Keeps the first byte with a leaf left in it, and the number of the leaf of its lowest bit.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Keep(Vector128<byte> left, Vector128<byte> first, ref Vector128<byte> found, ref Vector128<byte> start)
    {
        Vector128<byte> isFirst = Vector128.Equals(found, Vector128<byte>.Zero);
        start = Vector128.ConditionalSelect(isFirst, first, start);
        found = Vector128.ConditionalSelect(isFirst, left, found);
    }

    /// <summary>Position of the lowest bit of each byte, none of which is zero.</summary>
    private static Vector128<byte> TrailingZeros(Vector128<byte> bits)
    {
        Vector128<byte> below = Vector128.AndNot(bits - Vector128<byte>.One, bits);
        Vector128<byte> nibble = Vector128.Create((byte)0xF);
        Vector128<byte> ones = LaneShuffle.OnesOfNibble;
        return LaneShuffle.Look(ones, below & nibble) + LaneShuffle.Look(ones, (below.AsUInt16() >>> 4).AsByte() & nibble);
    }
}
