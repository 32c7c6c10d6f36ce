using ModelOps.Onnx.Quantization.Graphs;

namespace ModelOps.Onnx.Quantization.Static;

/// <summary>Knows the operators that static quantization handles.</summary>
internal static class NodeKinds
{
    private static readonly Dictionary<string, NodeKind> Known = new(StringComparer.Ordinal)
    {
        ["MatMul"] = NodeKind.Product,
        ["Gemm"] = NodeKind.Product,
        ["Conv"] = NodeKind.Product,
        ["Add"] = NodeKind.Joining,
        ["Mul"] = NodeKind.Joining,
        ["Concat"] = NodeKind.Joining,
        ["AveragePool"] = NodeKind.Unary,
        ["GlobalAveragePool"] = NodeKind.Unary,
        ["Sigmoid"] = NodeKind.Unary,
        ["LeakyRelu"] = NodeKind.Unary,
        ["MaxPool"] = NodeKind.PassThrough,
        ["Reshape"] = NodeKind.PassThrough,
        ["Flatten"] = NodeKind.PassThrough,
        ["Transpose"] = NodeKind.PassThrough,
        ["Squeeze"] = NodeKind.PassThrough,
        ["Unsqueeze"] = NodeKind.PassThrough,
        ["Identity"] = NodeKind.PassThrough,
    };

    public static NodeKind Of(OnnxNode node) => node.Domain.Length == 0 && IsPlain(node) ? Known.GetValueOrDefault(node.OpType) : NodeKind.None;

    /// <summary>Whether a node only cuts values off at one or both ends, which the integer range can do as well.</summary>
    public static bool IsCutoff(OnnxNode node) => NodeFacts.Is(node, "Relu") || NodeFacts.Is(node, "Clip");

    // MaxPool that returns indices has no form on integers.
    private static bool IsPlain(OnnxNode node) => node.Outputs.Count(static o => o.Length > 0) == 1;
}
