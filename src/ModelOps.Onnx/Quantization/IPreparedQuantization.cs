namespace ModelOps.Onnx.Quantization;

/// <summary>A model that is checked, and calibrated where that is needed, so that it can be quantized several times with other exclusions.</summary>
internal interface IPreparedQuantization
{
    /// <summary>The float model in the form that is quantized.</summary>
    OnnxModel Source { get; }

    /// <summary>Quantizes.</summary>
    /// <param name="excluded">Labels of nodes that stay as they are.</param>
    QuantizationResult Quantize(IReadOnlySet<string> excluded);
}
