namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>A weight that became integers: names of its constants, and what they hold.</summary>
/// <param name="Data">Name of the integers.</param>
/// <param name="Scale">Name of the scale, or of the scales of the channels.</param>
/// <param name="Zero">Name of the zero points.</param>
/// <param name="Scales">The scales.</param>
/// <param name="Axis">Axis of the channels; null when one scale serves all.</param>
internal sealed record QuantizedWeight(string Data, string Scale, string Zero, float[] Scales, int? Axis);
