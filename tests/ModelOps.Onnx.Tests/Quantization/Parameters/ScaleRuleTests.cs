using ModelOps.Onnx.Quantization;
using ModelOps.Onnx.Quantization.Parameters;

namespace ModelOps.Onnx.Tests.Quantization.Parameters;

/// <summary>Scales and zero points computed by hand from <c>s = (max - min) / (qmax - qmin)</c>, <c>z = round(qmin - min / s)</c>, 0 within the range.</summary>
public sealed class ScaleRuleTests
{
    [Theory]
    [InlineData(-1, 3, 0, 255, false, 4f / 255, 64)]           // 0 - (-1 / 0.015686) = 63.75
    [InlineData(1, 3, 0, 255, false, 3f / 255, 0)]             // widened to 0..3
    [InlineData(-3, -1, 0, 255, false, 3f / 255, 255)]         // widened to -3..0
    [InlineData(-1, 3, -128, 127, false, 4f / 255, -64)]       // -128 + 63.75
    [InlineData(-1, 1, 0, 255, false, 2f / 255, 128)]          // 127.5, ties to even
    [InlineData(-1, 3, -127, 127, true, 6f / 254, 0)]
    [InlineData(-1, 3, 0, 255, true, 6f / 255, 128)]           // 127.5, ties to even
    [InlineData(-5, 3, -64, 64, true, 10f / 128, 0)]
    [InlineData(0, 0, 0, 255, false, 1f, 0)]
    [InlineData(0, 0, -128, 127, false, 1f, 0)]
    [InlineData(0, 1e-45, 0, 255, false, 1f, 0)]               // the scale would not be a normal float
    [InlineData(2, 2, 0, 255, false, 2f / 255, 0)]             // one value only
    public void Fit_Range_AsComputedByHand(double min, double max, int least, int most, bool isSymmetric, float scale, int zero)
    {
        Assert.Equal((scale, zero), ScaleRule.Fit(min, max, new QuantizedRange(least, most), isSymmetric));
    }

    [Fact]
    public void Fit_AllFloats_FiniteScale()
    {
        (float scale, int zero) = ScaleRule.Fit(-float.MaxValue, float.MaxValue, new QuantizedRange(0, 255), isSymmetric: false);

        Assert.Equal((float)(2.0 * float.MaxValue / 255), scale);
        Assert.Equal(128, zero);
    }

    [Theory]
    [InlineData(0.5f, 0)] // ties to even
    [InlineData(1.5f, 2)]
    [InlineData(2.5f, 2)]
    [InlineData(-0.5f, 0)]
    [InlineData(-1.5f, -2)]
    [InlineData(126.6f, 127)]
    [InlineData(1e30f, 127)]
    [InlineData(-1e30f, -128)]
    public void Quantize_ScaleOne_RoundsToEvenAndSaturates(float value, int expected) =>
        Assert.Equal(expected, ScaleRule.Quantize(value, 1f, 0, new QuantizedRange(-128, 127)));

    [Fact]
    public void Ranges_EachType_ThoseOfOnnxRuntime()
    {
        Assert.Equal(new QuantizedRange(0, 255), QuantizedRange.OfActivations(QuantizedType.UInt8, isSymmetric: true));
        Assert.Equal(new QuantizedRange(-128, 127), QuantizedRange.OfActivations(QuantizedType.Int8, isSymmetric: false));
        Assert.Equal(new QuantizedRange(-127, 127), QuantizedRange.OfActivations(QuantizedType.Int8, isSymmetric: true));
        Assert.Equal(new QuantizedRange(-127, 127), QuantizedRange.OfWeights(isSymmetric: true, isReduced: false));
        Assert.Equal(new QuantizedRange(-128, 127), QuantizedRange.OfWeights(isSymmetric: false, isReduced: false));
        Assert.Equal(new QuantizedRange(-64, 64), QuantizedRange.OfWeights(isSymmetric: true, isReduced: true));
    }
}
