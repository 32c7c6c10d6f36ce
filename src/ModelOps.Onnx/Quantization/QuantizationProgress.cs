namespace ModelOps.Onnx.Quantization;

/// <summary>How far a long quantization has come. Immutable.</summary>
/// <param name="Stage">What is being done.</param>
/// <param name="Done">Samples or nodes done in this stage.</param>
/// <param name="Total">How many there are; null when that is not known.</param>
public sealed record QuantizationProgress(QuantizationStage Stage, int Done, int? Total = null);
