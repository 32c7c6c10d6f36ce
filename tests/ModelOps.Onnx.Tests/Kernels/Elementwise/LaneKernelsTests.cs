using System.Runtime.InteropServices;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Tests.Kernels.Quantized;

namespace ModelOps.Onnx.Tests.Kernels.Elementwise;

/// <summary>Every width against one float at a time, lengths 0 to 257, a page that must not be touched behind the last element.</summary>
public sealed unsafe class LaneKernelsTests
{
    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Binary_EveryLengthTo257_EveryBitOfScalar(int width)
    {
        Binary((VectorWidth)width, default(LaneArithmetic.Add));
        Binary((VectorWidth)width, default(LaneArithmetic.Subtract));
        Binary((VectorWidth)width, default(LaneArithmetic.Multiply));
        Binary((VectorWidth)width, default(LaneArithmetic.Divide));
        Binary((VectorWidth)width, default(LaneArithmetic.Min));
        Binary((VectorWidth)width, default(LaneArithmetic.Max));
        Binary((VectorWidth)width, default(LaneArithmetic.SlopeBelowZero));
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Unary_EveryLengthTo257_EveryBitOfScalar(int width)
    {
        Unary((VectorWidth)width, default(LaneFunctions.Negate));
        Unary((VectorWidth)width, default(LaneFunctions.Abs));
        Unary((VectorWidth)width, default(LaneFunctions.Sqrt));
        Unary((VectorWidth)width, default(LaneFunctions.Reciprocal));
        Unary((VectorWidth)width, default(LaneFunctions.Floor));
        Unary((VectorWidth)width, default(LaneFunctions.Ceiling));
        Unary((VectorWidth)width, default(LaneFunctions.Round));
        Unary((VectorWidth)width, new LaneFunctions.Clip(-2.5f, 6f));
        Unary((VectorWidth)width, default(LaneActivations.Relu));
        Unary((VectorWidth)width, new LaneActivations.LeakyRelu(0.1f));
        Unary((VectorWidth)width, new LaneActivations.ThresholdedRelu(1.5f));
        Unary((VectorWidth)width, new LaneActivations.HardSigmoid(0.2f, 0.5f));
        Unary((VectorWidth)width, default(LaneActivations.HardSwish));
        Unary((VectorWidth)width, default(LaneActivations.Softsign));
    }

    /// <summary>A machine without fused multiplication rounds these otherwise in a wide vector; the last bits may differ.</summary>
    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Transcendental_EveryLengthTo257_NearScalar(int width)
    {
        Unary((VectorWidth)width, default(LaneFunctions.Exp), 1e-6f);
        Unary((VectorWidth)width, default(LaneFunctions.Log), 1e-6f);
        Unary((VectorWidth)width, default(LaneFunctions.Sin), 1e-6f, 1e-7f);
        Unary((VectorWidth)width, default(LaneFunctions.Cos), 1e-6f, 1e-7f);
        Unary((VectorWidth)width, default(LaneFunctions.Sigmoid), 1e-6f);
        Unary((VectorWidth)width, default(LaneFunctions.Tanh), 1e-6f);
        Unary((VectorWidth)width, default(LaneFunctions.Erf), 1e-6f);
        Unary((VectorWidth)width, new LaneActivations.Elu(1.5f), 1e-6f);
        Unary((VectorWidth)width, new LaneActivations.Selu(1.67f, 1.05f), 1e-6f);
        Unary((VectorWidth)width, new LaneActivations.Celu(0.7f), 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void Reduce_EveryLengthTo257_NearDoubles(int width)
    {
        Reduce<LaneReductions.Sum>((VectorWidth)width, static x => x.Sum());
        Reduce<LaneReductions.Mean>((VectorWidth)width, static x => x.Sum() / x.Length);
        Reduce<LaneReductions.Max>((VectorWidth)width, static x => x.Length == 0 ? double.NegativeInfinity : x.Max());
        Reduce<LaneReductions.Min>((VectorWidth)width, static x => x.Length == 0 ? double.PositiveInfinity : x.Min());
        Reduce<LaneReductions.L1>((VectorWidth)width, static x => x.Sum(Math.Abs));
        Reduce<LaneReductions.SumSquare>((VectorWidth)width, static x => x.Sum(static v => v * v));
        Reduce<LaneReductions.L2>((VectorWidth)width, static x => Math.Sqrt(x.Sum(static v => v * v)));
    }

    [Theory]
    [MemberData(nameof(Widths.All), MemberType = typeof(Widths))]
    public void ReduceMaxMin_NaNAnywhere_IsNaN(int width)
    {
        foreach (int length in (int[])[1, 3, 16, 17, 65, 130])
        {
            for (int at = 0; at < length; at++)
            {
                float[] x = new float[length];
                x[at] = float.NaN;
                Assert.Equal(float.NaN, RunReduce<LaneReductions.Max>((VectorWidth)width, x, 1, length, 1)[0]);
                Assert.Equal(float.NaN, RunReduce<LaneReductions.Min>((VectorWidth)width, x, 1, length, 1)[0]);
            }
        }
    }

    private static void Binary<TFunction>(VectorWidth width, TFunction function)
        where TFunction : struct, ILaneBinary
    {
        BinaryKernel kernel = LaneKernels.Binary(width, function);
        BinaryKernel scalar = LaneKernels.Binary(VectorWidth.Scalar, function);
        for (int length = 1; length <= 257; length++)
        {
            foreach ((int leftStep, int rightStep) in ((int, int)[])[(1, 1), (0, 1), (1, 0)])
            {
                using GuardedMemory<float> a = new(AwkwardFloats.Draw(length, leftStep == 0 ? 1 : length));
                using GuardedMemory<float> b = new(AwkwardFloats.Draw(length + 1000, rightStep == 0 ? 1 : length));
                using GuardedMemory<float> actual = new(length);
                using GuardedMemory<float> expected = new(length);
                fixed (float* left = a.Span, right = b.Span, y = actual.Span, e = expected.Span)
                {
                    kernel.Run((byte*)left, leftStep, (byte*)right, rightStep, (byte*)y, length);
                    scalar.Run((byte*)left, leftStep, (byte*)right, rightStep, (byte*)e, length);
                }

                AssertSame(expected.Span, actual.Span, 0, 0);
            }
        }
    }

    private static void Unary<TFunction>(VectorWidth width, TFunction function, float relative = 0, float absolute = 1e-37f)
        where TFunction : struct, ILaneUnary
    {
        UnaryKernel kernel = LaneKernels.Unary(width, function);
        UnaryKernel scalar = LaneKernels.Unary(VectorWidth.Scalar, function);
        for (int length = 1; length <= 257; length++)
        {
            using GuardedMemory<float> x = new(AwkwardFloats.Draw(length, length));
            using GuardedMemory<float> actual = new(length);
            using GuardedMemory<float> expected = new(length);
            fixed (float* from = x.Span, y = actual.Span, e = expected.Span)
            {
                kernel.Run((byte*)from, (byte*)y, length);
                scalar.Run((byte*)from, (byte*)e, length);
            }

            AssertSame(expected.Span, actual.Span, relative, absolute);
        }
    }

    private static void Reduce<TReduction>(VectorWidth width, Func<double[], double> expected)
        where TReduction : struct, ILaneReduction
    {
        for (int length = 0; length <= 257; length++)
        {
            float[] x = [.. AwkwardFloats.Draw(length, length * 3, isFinite: true).Select(static v => Math.Clamp(v, -1000f, 1000f))];
            float[] rows = RunReduce<TReduction>(width, x, 3, length, 1);
            float[] columns = RunReduce<TReduction>(width, x, 1, 3, length);
            for (int row = 0; row < 3; row++) { Near(expected([.. x.Skip(row * length).Take(length).Select(static v => (double)v)]), rows[row]); }
            for (int column = 0; column < length; column++) { Near(expected([x[column], x[column + length], x[column + (2 * length)]]), columns[column]); }
        }

        static void Near(double expected, float actual) =>
            Assert.True(double.IsNaN(expected) ? float.IsNaN(actual) : expected.Equals(actual) || Math.Abs(expected - actual) <= 1e-5 * (Math.Abs(expected) + 1000), $"{expected:R} is not {actual:R}");
    }

    private static float[] RunReduce<TReduction>(VectorWidth width, float[] values, int outer, int count, int inner)
        where TReduction : struct, ILaneReduction
    {
        using GuardedMemory<float> x = new(values);
        using GuardedMemory<float> y = new(outer * inner);
        fixed (float* from = x.Span, to = y.Span) { LaneKernels.Reduce<TReduction>(width).Run((byte*)from, (byte*)to, outer, count, inner); }
        return y.Span.ToArray();
    }

    private static void AssertSame(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual, float relative, float absolute)
    {
        if (MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual))) { return; }
        for (int i = 0; i < expected.Length; i++)
        {
            bool isSame = BitConverter.SingleToInt32Bits(expected[i]) == BitConverter.SingleToInt32Bits(actual[i]) || (float.IsNaN(expected[i]) && float.IsNaN(actual[i]));
            bool isNear = relative > 0 && Math.Abs(expected[i] - actual[i]) <= (relative * Math.Abs(expected[i])) + absolute;
            Assert.True(isSame || isNear, $"[{i}] of {expected.Length}: {expected[i]:R} is not {actual[i]:R}");
        }
    }
}
