using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Operators.MachineLearning;
using ModelOps.Onnx.Tests.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Operators.MachineLearning;

/// <summary>Each width against the scalar one, for every length up to 257, before a page that must not be touched.</summary>
public sealed unsafe class MachineLearningKernelTests
{
    private const int Longest = 257;

    public static TheoryData<int> All => Widths.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Scaler_AnyLength_EveryBitOfTheScalarOne(int width)
    {
        for (int columns = 1; columns <= Longest; columns++)
        {
            int length = columns * 2;
            using GuardedMemory<float> x = new(AwkwardFloats.Draw(columns, length));
            using GuardedMemory<float> offset = new(AwkwardFloats.Draw(columns + 1, columns));
            using GuardedMemory<float> scale = new(AwkwardFloats.Draw(columns + 2, columns));
            using GuardedMemory<float> y = new(length);
            float[] expected = new float[length];
            for (int i = 0; i < length; i++) { expected[i] = (x.Span[i] - offset.Span[i % columns]) * scale.Span[i % columns]; }

            ScalerKernel.Run((VectorWidth)width, x.Span, offset.Span, scale.Span, y.Span);
            AssertSame(expected, y.Span);

            using GuardedMemory<float> line = new(x.Span[..columns]);
            for (int i = 0; i < columns; i++) { expected[i] = (line.Span[i] - offset.Span[0]) * scale.Span[0]; }
            ScalerKernel.Run((VectorWidth)width, line.Span, offset.Span[..1], scale.Span[..1], line.Span);
            AssertSame(expected.AsSpan(0, columns), line.Span);
        }

        ScalerKernel.Run((VectorWidth)width, [], [1f], [2f], []);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Normalizer_AnyLength_EveryBitOfTheScalarOne(int width)
    {
        for (int length = 0; length <= Longest; length++)
        {
            float[] values = AwkwardFloats.Draw(length, length);
            using GuardedMemory<float> x = new(values);
            NormalizerKernel.Divide((VectorWidth)width, x.Span, 3.7f);
            AssertSame(Array.ConvertAll(values, static v => v / 3.7f), x.Span);

            using GuardedMemory<float> squares = new(values);
            NormalizerKernel.SignedRoots((VectorWidth)width, squares.Span, 2.3f);
            AssertSame(Array.ConvertAll(values, static v => MathF.CopySign(MathF.Sqrt(MathF.Abs(v) / 2.3f), v)), squares.Span);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Dot_AnyLength_EveryBitOfTheScalarOne(int width)
    {
        for (int length = 0; length <= Longest; length++)
        {
            using GuardedMemory<float> x = new(AwkwardFloats.Draw(length, length, isFinite: true));
            using GuardedMemory<float> y = new(AwkwardFloats.Draw(length + 1, length, isFinite: true));
            float[] sums = new float[16];
            for (int i = 0; i < length; i++) { sums[i % 16] += x.Span[i] * y.Span[i]; }
            for (int half = 8; half > 0; half /= 2)
            {
                for (int i = 0; i < half; i++) { sums[i] += sums[i + half]; }
            }

            AssertSame([sums[0]], [DotKernel.Run((VectorWidth)width, x.Span, y.Span)]);
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Panel_AnyOutputsAndColumns_EveryBitOfTheScalarOne(int width)
    {
        foreach (int columns in (int[])[1, 2, 7, 30, 257])
        {
            for (int outputs = 1; outputs <= 70; outputs += outputs < 35 ? 1 : 7)
            {
                float[] vectors = AwkwardFloats.Draw(outputs, outputs * columns);
                using GuardedMemory<float> row = new(AwkwardFloats.Draw(columns, columns));
                using GuardedMemory<float> dots = new(outputs);
                using GuardedMemory<float> distances = new(outputs);
                DotPanel panel = new(vectors, outputs, columns, (VectorWidth)width);
                fixed (float* x = row.Span)
                {
                    panel.Dots(x, dots.Span, 0.5f, 0.25f);
                    panel.SquaredDistances(x, distances.Span);
                }

                float[] expectedDots = new float[outputs];
                float[] expectedDistances = new float[outputs];
                for (int output = 0; output < outputs; output++)
                {
                    float dot = 0f;
                    for (int i = 0; i < columns; i++)
                    {
                        float weight = vectors[(output * columns) + i];
                        dot += row.Span[i] * weight;
                        expectedDistances[output] += (row.Span[i] - weight) * (row.Span[i] - weight);
                    }

                    expectedDots[output] = (0.5f * dot) + 0.25f;
                }

                AssertSame(expectedDots, dots.Span);
                AssertSame(expectedDistances, distances.Span);
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void SvmMath_AnyLength_NearTheFunctions(int width)
    {
        for (int length = 0; length <= Longest; length++)
        {
            float[] values = AwkwardFloats.Draw(length, length);
            using GuardedMemory<float> exponentials = new(values);
            SvmMath.Exp((VectorWidth)width, exponentials.Span, -0.01f);
            using GuardedMemory<float> tangents = new(values);
            SvmMath.Tanh((VectorWidth)width, tangents.Span);
            for (int i = 0; i < length; i++)
            {
                AssertNear(MathF.Exp(-0.01f * values[i]), exponentials.Span[i]);
                AssertNear(MathF.Tanh(values[i]), tangents.Span[i]);
            }
        }
    }

    private static void AssertNear(float expected, float actual)
    {
        if (float.IsFinite(expected)) { Assert.Equal(expected, actual, 1e-6 * Math.Max(1e-30, Math.Abs(expected))); }
        else { Assert.Equal(expected, actual); }
    }

    private static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
        {
            if (float.IsNaN(expected[i])) { Assert.True(float.IsNaN(actual[i])); }
            else { Assert.Equal(BitConverter.SingleToInt32Bits(expected[i]), BitConverter.SingleToInt32Bits(actual[i])); }
        }
    }
}
