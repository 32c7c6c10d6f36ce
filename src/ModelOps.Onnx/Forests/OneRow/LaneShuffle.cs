using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Lookups of bytes in 16 others, alike on every machine: the low four bits choose, and bit 7 gives zero.</summary>
internal static class LaneShuffle
{
    private const byte BitsThatCount = 0x8F;

    /// <summary>Number of ones in each number of four bits.</summary>
    public static Vector128<byte> OnesOfNibble => Vector128.Create((byte)0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<byte> Look(Vector128<byte> table, Vector128<byte> at) =>
        Ssse3.IsSupported ? Ssse3.Shuffle(table, at)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.VectorTableLookup(table, at & Vector128.Create(BitsThatCount))
        : Vector128.Shuffle(table, at & Vector128.Create(BitsThatCount));

    /// <summary>The same for each half on its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<byte> Look(Vector256<byte> table, Vector256<byte> at) =>
        Avx2.IsSupported ? Avx2.Shuffle(table, at) : Vector256.Create(Look(table.GetLower(), at.GetLower()), Look(table.GetUpper(), at.GetUpper()));
}
