using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Graphs;

/// <summary>A <c>MatMul</c>, <c>Gemm</c> or <c>Conv</c> with a constant weight, as quantization sees it.</summary>
/// <param name="Node">The node.</param>
/// <param name="Weight">The weight, as <c>[inputs, channels]</c> for a matrix.</param>
/// <param name="Bias">Name of the constant bias; empty for none.</param>
/// <param name="BiasFactor">What the bias is multiplied by.</param>
internal sealed record Product(OnnxNode Node, WeightRequest Weight, string Bias, float BiasFactor)
{
    public string Input => Node.Inputs[0];

    /// <summary>Sees a node as a product.</summary>
    /// <param name="editor">The graph.</param>
    /// <param name="node">The node.</param>
    /// <param name="whyNot">Why it is none.</param>
    public static Product? Of(GraphEditor editor, OnnxNode node, out string whyNot)
    {
        string name = NodeFacts.Input(node, 1);
        string bias = NodeFacts.Input(node, 2);
        whyNot = WhyNotWeight(editor, name) ?? WhyNotBias(editor, node, name, bias) ?? string.Empty;
        if (whyNot.Length > 0) { return null; }
        int rank = editor.Constant(name)!.Shape.Count;
        switch (node.OpType)
        {
            case "MatMul": return new Product(node, new WeightRequest(name, rank == 2 ? 1 : null), string.Empty, 1f);
            case "Conv": return new Product(node, new WeightRequest(name, 0) { MustBeSymmetricPerChannel = true }, bias, 1f);
            default:
                if (NodeFacts.Int(node, "transA", 0) != 0)
                {
                    whyNot = "its first matrix is transposed";
                    return null;
                }

                WeightRequest weight = new(name, 1) { IsTransposed = NodeFacts.Int(node, "transB", 0) != 0, Factor = NodeFacts.Float(node, "alpha", 1f) };
                return new Product(node, weight, bias, NodeFacts.Float(node, "beta", 1f));
        }
    }

    /// <summary>The bias, times its factor; empty when there is none.</summary>
    public float[] BiasValues(GraphEditor editor)
    {
        if (Bias.Length == 0) { return []; }
        float[] values = Tensors.Floats(editor.Constant(Bias)!).ToArray();
        for (int i = 0; i < values.Length && BiasFactor != 1f; i++) { values[i] *= BiasFactor; }
        return values;
    }

    private static string? WhyNotWeight(GraphEditor editor, string name)
    {
        if (editor.Constant(name) is { } tensor)
        {
            return tensor.ElementType != OnnxElementType.Float ? $"its weight holds {ElementTypes.Name(tensor.ElementType)}, not float"
                : tensor.Shape.Count < 2 || tensor.Shape.Contains(0) ? "its weight is no matrix"
                : null;
        }

        return editor.IsInputWithDefault(name) ? "its weight is an input of the graph, so callers may replace it" : "its weight is not constant";
    }

    private static string? WhyNotBias(GraphEditor editor, OnnxNode node, string weight, string bias)
    {
        if (bias.Length == 0) { return null; }
        if (editor.Constant(bias) is not { ElementType: OnnxElementType.Float } tensor) { return "its bias is no constant of floats"; }
        IReadOnlyList<long> shape = editor.Constant(weight)!.Shape;
        long channels = node.OpType == "Conv" ? shape[0] : shape[NodeFacts.Int(node, "transB", 0) != 0 ? 0 : 1];
        return tensor.Shape.Count > 0 && tensor.Shape[^1] == channels && tensor.Shape.Take(tensor.Shape.Count - 1).All(static d => d == 1)
            ? null
            : "its bias is not one value for each channel";
    }
}
