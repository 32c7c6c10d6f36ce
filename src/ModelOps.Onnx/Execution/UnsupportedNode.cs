namespace ModelOps.Onnx.Execution;

/// <summary>A node that <see cref="SimdModel"/> cannot run.</summary>
/// <param name="Node">The node, as people find it: its name, or its first output.</param>
/// <param name="Operator">Operator, with its domain unless that is <c>ai.onnx</c>, and the version of the operator set, e.g. <c>Loop-16</c>.</param>
/// <param name="Why">What is missing.</param>
public sealed record UnsupportedNode(string Node, string Operator, string Why)
{
    /// <summary>For people.</summary>
    /// <returns>The node, the operator and what is missing.</returns>
    public override string ToString() => $"{Operator} '{Node}': {Why}";
}
