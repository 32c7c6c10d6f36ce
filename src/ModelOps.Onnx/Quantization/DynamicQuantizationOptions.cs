namespace ModelOps.Onnx.Quantization;

/// <summary>How <see cref="OnnxQuantizer.QuantizeDynamic"/> quantizes. Immutable.</summary>
public sealed record DynamicQuantizationOptions : IntegerQuantizationOptions
{
    /// <summary>The defaults.</summary>
    public static DynamicQuantizationOptions Default { get; } = new();
}
