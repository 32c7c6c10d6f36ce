namespace ModelOps.Onnx.Quantization;

/// <summary>Part of a long quantization.</summary>
public enum QuantizationStage
{
    /// <summary>The float model runs on samples; <see cref="QuantizationProgress.Done"/> counts samples.</summary>
    Calibrating,

    /// <summary>Nodes are quantized one at a time; <see cref="QuantizationProgress.Done"/> counts nodes.</summary>
    MeasuringSensitivity,

    /// <summary>Sensitive nodes are left out until the accuracy suffices; <see cref="QuantizationProgress.Done"/> counts nodes left out.</summary>
    Excluding,
}
