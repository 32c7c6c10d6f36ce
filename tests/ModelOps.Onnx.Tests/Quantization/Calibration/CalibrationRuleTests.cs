using ModelOps.Onnx.Quantization;
using ModelOps.Onnx.Quantization.Calibration;
using ModelOps.Onnx.Quantization.Parameters;

namespace ModelOps.Onnx.Tests.Quantization.Calibration;

public sealed class CalibrationRuleTests
{
    private static readonly QuantizedRange UInt8 = new(0, 255);

    [Fact]
    public void Percentile_UniformValues_CutsHalfOfTheRestAtEachEnd()
    {
        StreamingHistogram histogram = Of([.. Enumerable.Range(0, 100_000).Select(static i => (i / 50_000f) - 1f)]); // -1..1

        ValueRange range = PercentileRule.Choose(histogram, 90, isSymmetric: false);
        ValueRange centred = PercentileRule.Choose(histogram, 90, isSymmetric: true);

        Assert.Equal(-0.9, range.Min, 2 * histogram.Width);
        Assert.Equal(0.9, range.Max, 2 * histogram.Width);
        Assert.Equal(0.9, centred.Max, 2 * histogram.Width);
        Assert.Equal(-centred.Max, centred.Min);
    }

    [Fact]
    public void EachMethod_NormalValuesWithAnOutlier_OutlierDoesNotSetTheRange()
    {
        Random random = new(3);
        float[] values = [.. Enumerable.Range(0, 50_000).Select(_ => (float)Nets.Normal(random)), 60f];

        foreach (CalibrationMethod method in (CalibrationMethod[])[CalibrationMethod.Percentile, CalibrationMethod.Entropy])
        {
            ValueRange range = Choose(method, values);
            Assert.True(range.Max is > 2 and < 40, $"{method}: {range}");
            Assert.True(range.Min is < -2 and > -7, $"{method}: {range}");
        }

        Assert.Equal(60, Choose(CalibrationMethod.MinMax, values).Max);
    }

    [Fact]
    public void MeanSquaredError_LongTails_AsGoodAsTheBestOfAllPairsOfEnds()
    {
        Random random = new(4);
        float[] values = [.. Enumerable.Range(0, 20_000).Select(_ => (float)Math.Pow(Nets.Normal(random), 3))];

        ValueRange chosen = Choose(CalibrationMethod.MeanSquaredError, values), ends = Choose(CalibrationMethod.MinMax, values);
        double best = double.PositiveInfinity;
        for (int low = 1; low <= 20; low++)
        {
            for (int high = 1; high <= 20; high++) { best = Math.Min(best, Error(values, new(ends.Min * low / 20, ends.Max * high / 20))); }
        }

        Assert.True(Error(values, chosen) < 1.02 * best, $"{Error(values, chosen)} against {best}");
        Assert.True(Error(values, chosen) < Error(values, ends));
    }

    [Fact]
    public void MeanSquaredError_OneOutlierAmongManyValues_TheEndComputedByHand()
    {
        Random random = new(6);
        float[] values = [.. Enumerable.Range(0, 1_000_000).Select(_ => (float)random.NextDouble()), 8f];

        // Rounding costs n (m / 255)^2 / 12 for the end m, cutting off (8 - m)^2; their sum is least at m = 8 / (1 + n / 255^2 / 12) = 3.51.
        Assert.InRange(Choose(CalibrationMethod.MeanSquaredError, values).Max, 3.3, 3.7);
    }

    [Fact]
    public void EachMethod_ConstantValues_TheConstant()
    {
        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
        {
            foreach (float constant in (float[])[0f, 2.5f, -1e-40f]) { Assert.Equal(new ValueRange(constant, constant), Choose(method, [constant, constant])); }
        }
    }

    [Fact]
    public void EachMethod_Values_WithinTheEnds()
    {
        Random random = new(5);
        foreach (CalibrationMethod method in Enum.GetValues<CalibrationMethod>())
        {
            for (int count = 2; count < 3000; count *= 3)
            {
                float[] values = [.. Enumerable.Range(0, count).Select(_ => (float)(Nets.Normal(random) + 1))];
                ValueRange range = Choose(method, values);
                Assert.True(range.Min >= values.Min() && range.Max <= values.Max() && range.Min <= range.Max, $"{method} of {count}: {range}");
            }
        }
    }

    private static double Error(float[] values, ValueRange range)
    {
        (float scale, int zero) = ScaleRule.Fit(range.Min, range.Max, UInt8, isSymmetric: false);
        return values.Sum(v => Math.Pow(v - (scale * (ScaleRule.Quantize(v, scale, zero, UInt8) - zero)), 2));
    }

    private static ValueRange Choose(CalibrationMethod method, float[] values)
    {
        ICalibrator calibrator = Calibrators.Create(new StaticQuantizationOptions { Evaluator = OrtEvaluatorFactory.Instance, Calibration = method, Percentile = 99.9 }, UInt8);
        foreach (float[] batch in values.Chunk(1000)) { calibrator.Add(batch, RangeKernel.Run(batch)); }
        return calibrator.Choose();
    }

    private static StreamingHistogram Of(float[] values)
    {
        StreamingHistogram histogram = new();
        histogram.Add(values, values.Min(), values.Max());
        return histogram;
    }
}
