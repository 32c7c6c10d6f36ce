using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Sums and products of two dequantized bytes, as bytes; in the order of roundings that ONNX Runtime has.</summary>
/// <param name="Left">Scale and zero point of the left side.</param>
/// <param name="Right">Those of the right side.</param>
/// <param name="To">Those of the answer.</param>
/// <param name="IsSigned">Whether the bytes are signed.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BytePairs((float Scale, int ZeroPoint) Left, (float Scale, int ZeroPoint) Right, (float Scale, int ZeroPoint) To, bool IsSigned)
{
    private float LeftRatio => Left.Scale / To.Scale;

    private float RightRatio => Right.Scale / To.Scale;

    /// <summary>Adds; an operand of one byte serves all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Add(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> y)
    {
        (float left, float right) = (LeftRatio, RightRatio);
        float offset = To.ZeroPoint - ((left * Left.ZeroPoint) + (right * Right.ZeroPoint));
        int stepOfA = a.Length == 1 ? 0 : 1, stepOfB = b.Length == 1 ? 0 : 1;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = Cut(MathF.FusedMultiplyAdd(Number(a[i * stepOfA]), left, MathF.FusedMultiplyAdd(Number(b[i * stepOfB]), right, offset)));
        }
    }

    /// <summary>Multiplies; an operand of one byte serves all.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Multiply(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b, Span<byte> y)
    {
        float ratio = Left.Scale * Right.Scale / To.Scale;
        int stepOfA = a.Length == 1 ? 0 : 1, stepOfB = b.Length == 1 ? 0 : 1;
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = Cut(((Number(a[i * stepOfA]) - Left.ZeroPoint) * (Number(b[i * stepOfB]) - Right.ZeroPoint) * ratio) + To.ZeroPoint);
        }
    }

    private int Number(byte value) => IsSigned ? (sbyte)value : value;

    private byte Cut(float value) => IsSigned
        ? (byte)(sbyte)Math.Clamp(MathF.Round(value), sbyte.MinValue, sbyte.MaxValue)
        : (byte)Math.Clamp(MathF.Round(value), byte.MinValue, byte.MaxValue);
}
