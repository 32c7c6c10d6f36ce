namespace ModelOps.Onnx.Execution;

/// <summary>An operator cannot compile a node. Becomes an entry of <see cref="UnsupportedOnnxModelException"/>.</summary>
/// <param name="why">What is missing.</param>
internal sealed class UnsupportedNodeException(string why) : Exception(why);
