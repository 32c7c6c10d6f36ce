namespace ModelOps.Onnx.Quantization;

/// <summary>How <see cref="OnnxQuantizer.QuantizeStatic"/> quantizes. Immutable.</summary>
public sealed record StaticQuantizationOptions : IntegerQuantizationOptions
{
    /// <summary>The defaults.</summary>
    public static StaticQuantizationOptions Default { get; } = new();

    /// <summary>Form of the result. Default <see cref="QuantizationFormat.Qdq"/>.</summary>
    public QuantizationFormat Format { get; init; }

    /// <summary>Type of activations. Default null: as this machine's CPU is fastest with, <see cref="QuantizedType.Int8"/> on Arm and <see cref="QuantizedType.UInt8"/> elsewhere.</summary>
    public QuantizedType? ActivationType { get; init; }

    /// <summary>Whether ranges of activations are centred at 0. Default false.</summary>
    public bool SymmetricActivations { get; init; }

    /// <summary>How ranges of activations are chosen. Default <see cref="CalibrationMethod.MinMax"/>.</summary>
    public CalibrationMethod Calibration { get; init; }

    /// <summary>Percent of the values that the range holds under <see cref="CalibrationMethod.Percentile"/>, above 50 and at most 100. Default 99.999.</summary>
    public double Percentile
    {
        get;
        init
        {
            if (!(value is > 50 and <= 100)) { throw new ArgumentOutOfRangeException(nameof(value), value, "A percentile of calibration is above 50 and at most 100."); }
            field = value;
        }
    } = 99.999;
}
