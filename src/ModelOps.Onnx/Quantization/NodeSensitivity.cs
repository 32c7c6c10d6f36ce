namespace ModelOps.Onnx.Quantization;

/// <summary>How much noise the quantization of one node alone puts into the outputs of a model. Immutable.</summary>
/// <param name="Node">Name of the node; of its first output when it has none.</param>
/// <param name="OpType">Operator.</param>
/// <param name="SqnrDecibels">Ratio of signal to noise of the worst output, <c>20 log10(|y| / |y - y'|)</c>; low is sensitive.</param>
public sealed record NodeSensitivity(string Node, string OpType, double SqnrDecibels);
