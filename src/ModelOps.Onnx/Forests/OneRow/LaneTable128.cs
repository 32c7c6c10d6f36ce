using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>The ranks of a row in registers of 16, with their sign turned.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct LaneTable128
{
    private const byte Sign = 0x80;
    private const byte ColumnBits = 0x3F;
    private readonly Vector128<byte> _table0;
    private readonly Vector128<byte> _table1;
    private readonly Vector128<byte> _table2;
    private readonly Vector128<byte> _table3;

    /// <summary>Loads ranks.</summary>
    /// <param name="ranks">64 ranks.</param>
    public LaneTable128(ref byte ranks)
    {
        Vector128<byte> sign = Vector128.Create(Sign);
        _table0 = Vector128.LoadUnsafe(ref ranks, 0) ^ sign;
        _table1 = Vector128.LoadUnsafe(ref ranks, 16) ^ sign;
        _table2 = Vector128.LoadUnsafe(ref ranks, 32) ^ sign;
        _table3 = Vector128.LoadUnsafe(ref ranks, 48) ^ sign;
    }

    /// <summary>Takes the leaves away that an entry strikes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector128<byte> Strike<TColumns>(Vector128<byte> left, ref byte entry)
        where TColumns : struct, ILaneColumns
    {
        Vector128<byte> look = Vector128.LoadUnsafe(ref entry);

        // Bit 6, moved to the sign, turns the rank round: its complement.
        Vector128<sbyte> isTurned = Vector128.LessThan((look + look).AsSByte(), Vector128<sbyte>.Zero);
        Vector128<sbyte> rank = Rank<TColumns>(look).AsSByte() ^ isTurned;
        Vector128<sbyte> isAbove = Vector128.GreaterThan(rank, Vector128.LoadUnsafe(ref entry, LaneForest<byte>.Lanes).AsSByte());
        return Vector128.AndNot(left, Vector128.LoadUnsafe(ref entry, 2 * LaneForest<byte>.Lanes) & isAbove.AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector128<byte> Rank<TColumns>(Vector128<byte> look)
        where TColumns : struct, ILaneColumns
    {
        if (AdvSimd.Arm64.IsSupported)
        {
            Vector128<byte> column = look & Vector128.Create(ColumnBits);
            return TColumns.AreMany ? AdvSimd.Arm64.VectorTableLookup((_table0, _table1, _table2, _table3), column) : AdvSimd.Arm64.VectorTableLookup((_table0, _table1), column);
        }

        Vector128<byte> other = look ^ Vector128.Create(Sign);
        Vector128<byte> low = LaneShuffle.Look(_table0, look) | LaneShuffle.Look(_table1, other);
        if (!TColumns.AreMany) { return low; }
        Vector128<byte> high = LaneShuffle.Look(_table2, look) | LaneShuffle.Look(_table3, other);

        // Bit 5, moved to the sign, chooses.
        Vector128<byte> twice = look + look;
        return Vector128.ConditionalSelect(Vector128.LessThan((twice + twice).AsSByte(), Vector128<sbyte>.Zero).AsByte(), high, low);
    }
}
