using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>The ranks of a row in registers of 16, each twice, with their sign turned.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly struct LaneTable256
{
    private const byte Sign = 0x80;
    private readonly Vector256<byte> _table0;
    private readonly Vector256<byte> _table1;
    private readonly Vector256<byte> _table2;
    private readonly Vector256<byte> _table3;

    /// <summary>Loads ranks.</summary>
    /// <param name="ranks">64 ranks.</param>
    public LaneTable256(ref byte ranks)
    {
        Vector256<byte> sign = Vector256.Create(Sign);
        _table0 = Vector256.Create(Vector128.LoadUnsafe(ref ranks, 0)) ^ sign;
        _table1 = Vector256.Create(Vector128.LoadUnsafe(ref ranks, 16)) ^ sign;
        _table2 = Vector256.Create(Vector128.LoadUnsafe(ref ranks, 32)) ^ sign;
        _table3 = Vector256.Create(Vector128.LoadUnsafe(ref ranks, 48)) ^ sign;
    }

    /// <summary>Takes the leaves away that an entry strikes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Vector256<byte> Strike<TColumns>(Vector256<byte> left, ref byte entry)
        where TColumns : struct, ILaneColumns
    {
        Vector256<byte> look = Vector256.LoadUnsafe(ref entry);

        // Bit 6, moved to the sign, turns the rank round: its complement.
        Vector256<sbyte> isTurned = Vector256.LessThan((look + look).AsSByte(), Vector256<sbyte>.Zero);
        Vector256<sbyte> rank = Rank<TColumns>(look).AsSByte() ^ isTurned;
        Vector256<sbyte> isAbove = Vector256.GreaterThan(rank, Vector256.LoadUnsafe(ref entry, LaneForest<byte>.Lanes).AsSByte());
        return Vector256.AndNot(left, Vector256.LoadUnsafe(ref entry, 2 * LaneForest<byte>.Lanes) & isAbove.AsByte());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Vector256<byte> Rank<TColumns>(Vector256<byte> look)
        where TColumns : struct, ILaneColumns
    {
        Vector256<byte> other = look ^ Vector256.Create(Sign);
        Vector256<byte> low = LaneShuffle.Look(_table0, look) | LaneShuffle.Look(_table1, other);
        if (!TColumns.AreMany) { return low; }
        Vector256<byte> high = LaneShuffle.Look(_table2, look) | LaneShuffle.Look(_table3, other);

        // Bit 5, moved to the sign, chooses.
        Vector256<byte> twice = look + look;
        return Vector256.ConditionalSelect(Vector256.LessThan((twice + twice).AsSByte(), Vector256<sbyte>.Zero).AsByte(), high, low);
    }
}
