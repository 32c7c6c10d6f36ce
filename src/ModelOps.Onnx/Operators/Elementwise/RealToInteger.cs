using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Numbers without their fraction, as the instructions of x64 give them; the same on every machine.</summary>
internal static class RealToInteger
{
    /// <summary>The integer, or the least one where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static int Int32(double x) => x is > -2147483649.0 and < 2147483648.0 ? (int)x : int.MinValue;

    /// <summary>The integer, or the least one where there is none.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static long Int64(double x) => x is >= -9223372036854775808.0 and < 9223372036854775808.0 ? (long)x : long.MinValue;

    /// <summary>The integer; negative numbers wrap around.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ulong UInt64(double x) =>
        x >= 9223372036854775808.0 ? (ulong)Int64(x - 9223372036854775808.0) ^ 0x8000_0000_0000_0000 : (ulong)Int64(x);
}
