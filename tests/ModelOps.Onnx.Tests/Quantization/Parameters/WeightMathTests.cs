using ModelOps.Onnx.Quantization.Parameters;

namespace ModelOps.Onnx.Tests.Quantization.Parameters;

public sealed class WeightMathTests
{
    private static readonly QuantizedRange Int8 = new(-127, 127);

    [Fact]
    public void Fit_ChannelsInTheLastAxis_OneScaleEach()
    {
        float[] weights = [1f, -254f, 0f, -2f, 127f, 0f]; // [2, 3]
        float[] scales = new float[3];
        int[] zeros = new int[3];

        WeightMath.Fit(weights, ChannelLayout.Of([2, 3], 1), Int8, isSymmetric: true, scales, zeros);

        Assert.Equal([2f * 2 / 254, 2f * 254 / 254, 1f], scales);
        Assert.Equal([0, 0, 0], zeros);
        byte[] expected = [64, 129, 0, 129, 64, 0]; // 63.5 and 63.5 to even; -127 is 129
        Assert.Equal(expected, WeightMath.Quantize(weights, ChannelLayout.Of([2, 3], 1), Int8, scales, zeros));
    }

    [Fact]
    public void Fit_ChannelsInTheFirstAxis_OneScaleEach()
    {
        float[] weights = [1f, -127f, 0f, -2f, 254f, 0f]; // [2, 3]
        float[] scales = new float[2];

        WeightMath.Fit(weights, ChannelLayout.Of([2, 3], 0), Int8, isSymmetric: true, scales, new int[2]);

        Assert.Equal([1f, 2f], scales);
    }

    [Fact]
    public void QuantizeBias_ScaleOfProducts_RoundsAndSaturates()
    {
        Assert.Equal([100, -3, int.MaxValue], WeightMath.QuantizeBias([5f, -0.15f, 1e30f], 0.5f, [0.1f]));
        Assert.Equal([10, -2], WeightMath.QuantizeBias([5f, -2f], 0.5f, [1f, 2f]));
    }

    [Fact]
    public void MakeRoomForBias_TinyWeights_BiasFits()
    {
        float[] scales = [1e-12f, 1f];

        WeightMath.MakeRoomForBias([100f, 100f], 0.01f, scales);

        Assert.Equal(1f, scales[1]);
        Assert.InRange(Math.Abs((double)WeightMath.QuantizeBias([100f, 100f], 0.01f, scales)[0]), (1 << 30) - 1000, (1 << 30) + 1000);
    }
}
