using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Quantization.Calibration;

namespace ModelOps.Onnx.Tests.Quantization.Calibration;

/// <summary>Each width by name, whether or not the machine has it, against the scalar one.</summary>
public sealed class HistogramKernelTests
{
    public static TheoryData<int> Widths => [.. Enum.GetValues<VectorWidth>().Select(static w => (int)w)];

    [Theory]
    [MemberData(nameof(Widths))]
    public void Run_EveryLengthTo257_TheCountsOfTheScalarTwin(int width)
    {
        float[] values = Values(257);
        for (int length = 0; length <= values.Length; length++)
        {
            long[] expected = new long[64], actual = new long[64];
            HistogramKernel.Run(VectorWidth.Scalar, values.AsSpan(0, length), 4f, expected);

            HistogramKernel.Run((VectorWidth)width, values.AsSpan(0, length), 4f, actual);

            Assert.Equal(expected, actual);
            Assert.Equal(length, actual.Sum());
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Run_Edges_FallAsComputedByHand(int width)
    {
        long[] counts = new long[8];
        float[] values = [-3.99f, -3f, -2.99f, -float.Epsilon, -0f, 0f, float.Epsilon, 0.99f, 1f, 3.99f];

        HistogramKernel.Run((VectorWidth)width, [.. Enumerable.Repeat(values, 10).SelectMany(static v => v)], 1f, counts);

        Assert.Equal([20, 10, 0, 10, 40, 10, 0, 10], counts);
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Range_EveryLengthTo257_TheEndsOfTheScalarTwin(int width)
    {
        float[] values = Values(257);
        values[100] = float.Epsilon;
        for (int length = 0; length <= values.Length; length++)
        {
            Assert.Equal(RangeKernel.Run(VectorWidth.Scalar, values.AsSpan(0, length)), RangeKernel.Run((VectorWidth)width, values.AsSpan(0, length)));
        }
    }

    [Theory]
    [MemberData(nameof(Widths))]
    public void Range_OneValueNotFinite_IsSeenAnywhere(int width)
    {
        foreach (float odd in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity])
        {
            for (int at = 0; at < 67; at++)
            {
                float[] values = Values(67);
                values[at] = odd;

                Assert.False(RangeKernel.Run((VectorWidth)width, values).IsFinite);
            }
        }

        Assert.True(RangeKernel.Run((VectorWidth)width, [float.MaxValue, -float.MaxValue]).IsFinite);
    }

    private static float[] Values(int count)
    {
        Random random = new(5);
        return [.. Enumerable.Range(0, count).Select(_ => (float)Math.Clamp(Nets.Normal(random) * 3, -7.9, 7.9))];
    }
}
