namespace ModelOps.Onnx.Quantization;

/// <summary>What became of a node. Immutable.</summary>
/// <param name="Node">Name of the node; of its first output when it has none.</param>
/// <param name="OpType">Operator.</param>
/// <param name="IsQuantized">Whether it computes on quantized values now.</param>
/// <param name="Reason">How it was quantized, or why it was not.</param>
public sealed record NodeOutcome(string Node, string OpType, bool IsQuantized, string Reason);
