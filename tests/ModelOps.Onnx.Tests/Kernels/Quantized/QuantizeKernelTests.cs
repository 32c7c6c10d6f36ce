using System.Numerics;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

public sealed class QuantizeKernelTests
{
    private static readonly float[] Scales = [1f, 0.5f, 0.037f, 3e-39f, 1e20f];

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Run_EveryLengthTo257_SameAsOneByOneAndNothingBeyond(int width)
    {
        EachLength<byte>((VectorWidth)width, 131);
        EachLength<sbyte>((VectorWidth)width, -3);
        EachLength<ushort>((VectorWidth)width, 40000);
        EachLength<short>((VectorWidth)width, 7);
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Run_Dequantize_EveryLengthTo257_SameAsOneByOneAndNothingBeyond(int width)
    {
        EachLengthBack<byte>((VectorWidth)width, 131);
        EachLengthBack<sbyte>((VectorWidth)width, -3);
        EachLengthBack<ushort>((VectorWidth)width, 40000);
        EachLengthBack<short>((VectorWidth)width, 7);
        EachLengthBack<int>((VectorWidth)width, 0);
    }

    [Theory]
    [InlineData(2.5f, 2)]
    [InlineData(3.5f, 4)]
    [InlineData(-0.5f, 0)]
    [InlineData(1e30f, 127)]
    [InlineData(float.NegativeInfinity, -128)]
    [InlineData(float.NaN, -128)]
    public void One_HalvesAndExtremes_RoundToEvenAndSaturate(float x, int expected) =>
        Assert.Equal(expected, QuantizeKernel.One<sbyte>(x, 1f, QuantizedRange.Of<sbyte>(0)));

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Of_EveryLengthTo257_RangeOfAllValues(int width)
    {
        for (int length = 0; length <= 257; length++)
        {
            using GuardedMemory<float> x = new(AwkwardFloats.Draw(length, length, isFinite: length % 2 == 0));
            float min = 0, max = 0;
            foreach (float value in x.Span)
            {
                if (!float.IsNaN(value)) { (min, max) = (Math.Min(min, value), Math.Max(max, value)); }
            }

            float scale = min == max ? 1f : (max - min) / 255f;

            DynamicRange actual = DynamicRange.Of((VectorWidth)width, x.Span);

            Assert.Equal(scale, actual.Scale);
            float zeroPoint = MathF.Round(-min / scale);
            Assert.Equal(float.IsFinite(zeroPoint) ? (int)Math.Clamp(zeroPoint, 0f, 255f) : actual.ZeroPoint, actual.ZeroPoint);
        }
    }

    private static void EachLength<T>(VectorWidth width, int zeroPoint)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        for (int length = 0; length <= 257; length++)
        {
            using GuardedMemory<float> x = new(AwkwardFloats.Draw(length, length));
            using GuardedMemory<T> y = new(length);
            float scale = Scales[length % Scales.Length];
            QuantizedRange range = QuantizedRange.Of<T>(zeroPoint);

            QuantizeKernel.Run(width, x.Span, y.Span, scale, range);

            for (int i = 0; i < length; i++)
            {
                Assert.Equal(Reference<T>(x.Span[i], scale, zeroPoint), y.Span[i]);
            }
        }
    }

    private static void EachLengthBack<T>(VectorWidth width, int zeroPoint)
        where T : unmanaged, IBinaryInteger<T>
    {
        Random random = new(5);
        for (int length = 0; length <= 257; length++)
        {
            using GuardedMemory<T> x = new(length);
            random.NextBytes(System.Runtime.InteropServices.MemoryMarshal.AsBytes(x.Span));
            using GuardedMemory<float> y = new(length);

            DequantizeKernel.Run<T>(width, x.Span, y.Span, 0.037f, zeroPoint);

            for (int i = 0; i < length; i++) { Assert.Equal((float)(int.CreateTruncating(x.Span[i]) - zeroPoint) * 0.037f, y.Span[i]); }
        }
    }

    /// <summary>In doubles, where the rounded quotient is exact.</summary>
    private static T Reference<T>(float x, float scale, int zeroPoint)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        double rounded = Math.Round((double)(x / scale), MidpointRounding.ToEven) + zeroPoint;
        return double.IsNaN(rounded) ? T.MinValue : T.CreateSaturating(rounded);
    }
}
