using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Quantized;

public sealed class Int8FinishTests
{
    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void ToFloats_EveryLengthTo257_EveryBitOfTheFormula(int width)
    {
        for (int length = 0; length <= 257; length++)
        {
            (int[] sums, float[] scales, float[] bias, _) = Draw(length);
            using GuardedMemory<float> y = new(length);
            bool isRelu = length % 3 == 0, hasBias = length % 2 == 0;

            Int8Finish.ToFloats((VectorWidth)width, sums, y.Span, 0.013f, scales, hasBias ? bias : [], isRelu);

            for (int i = 0; i < length; i++)
            {
                float expected = sums[i] * (0.013f * scales[i]);
                if (hasBias) { expected += bias[i]; }
                Assert.Equal(isRelu && expected < 0 ? 0f : expected, y.Span[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void ToIntegers_EveryLengthTo257_RoundedHalfToEvenAndCutOff(int width)
    {
        for (int length = 0; length <= 257; length++)
        {
            (int[] sums, float[] scales, _, int[] bias) = Draw(length);
            using GuardedMemory<byte> y = new(length);
            bool hasBias = length % 2 == 0, isSigned = length % 3 == 0;
            int zeroPoint = isSigned ? -7 : 120;
            QuantizedRange range = isSigned ? QuantizedRange.Of<sbyte>(zeroPoint) : QuantizedRange.Of<byte>(zeroPoint);

            using GuardedMemory<short> words = new(length);

            Int8Finish.ToIntegers((VectorWidth)width, sums, y.Span, scales, hasBias ? bias : [], range);
            Int8Finish.ToIntegers((VectorWidth)width, sums, words.Span, scales, hasBias ? bias : [], range.Centred);

            for (int i = 0; i < length; i++)
            {
                double rounded = Math.Round((double)((float)(sums[i] + (hasBias ? bias[i] : 0)) * scales[i]), MidpointRounding.ToEven) + zeroPoint;
                Assert.Equal(Math.Clamp(rounded, isSigned ? -128 : 0, isSigned ? 127 : 255) - zeroPoint, words.Span[i]);
                Assert.Equal(isSigned ? unchecked((byte)(sbyte)Math.Clamp(rounded, -128, 127)) : (byte)Math.Clamp(rounded, 0, 255), y.Span[i]);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Run_Centre_EveryLengthTo257_Differences(int width)
    {
        Random random = new(3);
        for (int length = 0; length <= 257; length++)
        {
            using GuardedMemory<byte> x = new(length);
            random.NextBytes(x.Span);
            using GuardedMemory<short> y = new(length);

            CentreKernel.Run((VectorWidth)width, x.Span, isSigned: true, y.Span, -5);
            for (int i = 0; i < length; i++) { Assert.Equal((sbyte)x.Span[i] + 5, y.Span[i]); }

            CentreKernel.Run((VectorWidth)width, x.Span, isSigned: false, y.Span, 200);
            for (int i = 0; i < length; i++) { Assert.Equal(x.Span[i] - 200, y.Span[i]); }
        }
    }

    private static (int[] Sums, float[] Scales, float[] Bias, int[] IntegerBias) Draw(int length)
    {
        Random random = new(length);
        int[] sums = new int[length], integers = new int[length];
        float[] scales = new float[length], bias = new float[length];
        for (int i = 0; i < length; i++)
        {
            sums[i] = i % 7 == 0 ? random.Next(int.MinValue / 2, int.MaxValue / 2) : random.Next(-40000, 40000);
            integers[i] = random.Next(-500, 500);
            scales[i] = i % 2 == 0 ? 1f / 128 : random.NextSingle() * 0.01f;
            bias[i] = random.NextSingle() - 0.5f;
        }

        return (sums, scales, bias, integers);
    }
}
