using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Normalization;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Dense.Passes;

/// <summary>Takes the scale and the shift of a batch normalisation into the constant weights before it. That rounds otherwise: a relative 1e-6 of the values normalised.</summary>
internal sealed class BatchNormalizationPass : IGraphPass
{
    /// <inheritdoc/>
    public void Apply(GraphEditor graph, int opset)
    {
        if (opset < 9) { return; }
        foreach (OnnxNode node in graph.Nodes)
        {
            if (!IsFree(node) || !graph.TryGetOnlyConsumer(node.Outputs[0], out OnnxNode? next)) { continue; }
            if (next is not { OpType: "BatchNormalization", Inputs.Count: 5, Outputs.Count: 1 } || next.Inputs[0] != node.Outputs[0] || new NodeAttributes(next).Flag("training_mode")) { continue; }
            if (Floats(graph, node, 1) is { } weights && (Input(node, 2).Length == 0 || Floats(graph, node, 2) is not null) && ScaleAndShift(graph, next) is { } affine)
            {
                TryFold(graph, node, next, weights, affine);
            }
        }
    }

    private static bool IsFree(OnnxNode node) =>
        node is { OpType: "Conv" or "Gemm", Inputs.Count: >= 2, Outputs.Count: 1 } && OperatorSet.Normalize(node.Domain).Length == 0
        && (node.OpType == "Conv" || new NodeAttributes(node) is var a && a.Float("alpha", 1) == 1 && a.Float("beta", 1) == 1);

    private static void TryFold(GraphEditor graph, OnnxNode node, OnnxNode next, OnnxTensor weights, (float[] Scale, float[] Shift) affine)
    {
        bool isByRow = node.OpType == "Conv" || new NodeAttributes(node).Flag("transB");
        int filters = affine.Scale.Length;
        int rest = (int)(weights.Span<float>().Length / Math.Max(1, filters));
        if (weights.Shape.Count < 2 || weights.Shape[isByRow ? 0 : 1] != filters) { return; }
        float[] scaled = weights.Span<float>().ToArray();
        for (int i = 0; i < scaled.Length; i++) { scaled[i] *= affine.Scale[isByRow ? i / rest : i % filters]; }
        float[] bias = [.. affine.Shift];
        if (Floats(graph, node, 2) is { } old)
        {
            ReadOnlySpan<float> values = old.Span<float>();
            if (values.Length != filters) { return; }
            for (int i = 0; i < filters; i++) { bias[i] = (float)(((double)values[i] * affine.Scale[i]) + bias[i]); }
        }

        string w = graph.AddConstant(OnnxTensor.Floats($"{weights.Name}_scaled", weights.Shape, scaled));
        string b = graph.AddConstant(OnnxTensor.Floats($"{weights.Name}_shift", [filters], bias));
        graph.Replace([node, next], node with { Inputs = [node.Inputs[0], w, b], Outputs = [next.Outputs[0]] });
    }

    private static (float[] Scale, float[] Shift)? ScaleAndShift(GraphEditor graph, OnnxNode node)
    {
        if (Floats(graph, node, 1) is not { } scale || Floats(graph, node, 2) is not { } bias || Floats(graph, node, 3) is not { } mean || Floats(graph, node, 4) is not { } variance) { return null; }
        return BatchNormalization.ScaleAndShift(
            scale.Span<float>().ToArray(), bias.Span<float>().ToArray(), mean.Span<float>().ToArray(), variance.Span<float>().ToArray(), new NodeAttributes(node).Float("epsilon", 1e-5f));
    }

    private static string Input(OnnxNode node, int index) => index < node.Inputs.Count ? node.Inputs[index] : string.Empty;

    private static OnnxTensor? Floats(GraphEditor graph, OnnxNode node, int index) =>
        graph.Constant(Input(node, index)) is { ElementType: OnnxElementType.Float } tensor ? tensor : null;
}
