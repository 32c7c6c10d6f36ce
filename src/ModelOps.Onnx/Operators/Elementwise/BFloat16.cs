using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>The upper half of a float. Only stored; what computes with it uses floats.</summary>
/// <param name="bits">The bits.</param>
internal readonly struct BFloat16(ushort bits)
{
    private readonly ushort _bits = bits;

    /// <summary>The nearest one, ties to even; every NaN becomes the quiet one.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static BFloat16 FromSingle(float x)
    {
        uint bits = BitConverter.SingleToUInt32Bits(x);
        return float.IsNaN(x) ? new(0x7FC1) : new((ushort)((bits + 0x7FFF + ((bits >> 16) & 1)) >> 16));
    }

    /// <summary>The same number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public float ToSingle() => BitConverter.UInt32BitsToSingle((uint)_bits << 16);
}
