using ModelOps.Onnx.Quantization.Parameters;

namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>Makes calibrators.</summary>
internal static class Calibrators
{
    public static ICalibrator Create(StaticQuantizationOptions options, QuantizedRange range)
    {
        bool isSymmetric = options.SymmetricActivations;
        return options.Calibration switch
        {
            CalibrationMethod.MinMax => new MinMaxCalibrator(),
            CalibrationMethod.Percentile => new HistogramCalibrator((histogram, _) => PercentileRule.Choose(histogram, options.Percentile, isSymmetric)),
            CalibrationMethod.Entropy => new HistogramCalibrator(static (histogram, _) => EntropyRule.Choose(histogram)),
            CalibrationMethod.MeanSquaredError => new HistogramCalibrator((histogram, seen) => SquaredErrorRule.Choose(histogram, seen, range, isSymmetric)),
            _ => throw new ArgumentOutOfRangeException(nameof(options), options.Calibration, "Not a method of calibration."),
        };
    }
}
