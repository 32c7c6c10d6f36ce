using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary><c>Conv</c> of dequantized activations and weights with a <c>QuantizeLinear</c> behind: all in integers. Without one it stays a convolution of floats, as in ONNX Runtime.</summary>
internal static class QdqConvolution
{
    /// <summary>Joins a node with what stands around it, if it can be.</summary>
    public static void Join(GraphEditor graph, OnnxNode node)
    {
        if (DequantizedValue.Behind(graph, node.Inputs[0]) is not { IsWhole: true } x || DequantizedValue.Behind(graph, node.Inputs[1]) is not { } w) { return; }
        if (graph.Constant(w.Integers) is not { Shape: [long filters, _, ..] } weights || weights.ElementType != w.Type) { return; }
        if (!w.IsWhole && (w.Scales.Length != filters || w.Axis % weights.Shape.Count != 0)) { return; }
        float[] scales = [.. Enumerable.Range(0, (int)filters).Select(i => x.Scales[0] * w.Scales[w.IsWhole ? 0 : i])];
        if (!QdqProduct.TryFindBias(graph, node.Inputs.Count > 2 ? node.Inputs[2] : string.Empty, scales, out int[]? bias)) { return; }
        List<OnnxNode> old = [node];
        if (graph.TakeQuantize(old) is not { } y || y.Type != x.Type || (x.Type == OnnxElementType.Int8 && w.Type != x.Type)) { return; }
        string[] added = bias is null ? [] : [graph.AddConstant(QdqProduct.Integers(node.Name + "_bias_int32", bias))];
        graph.Replace([.. old], new OnnxNode("QLinearConv", [x.Integers, x.Scale, x.ZeroPoint, w.Integers, w.Scale, w.ZeroPoint, y.Scale, y.ZeroPoint, .. added], old[^1].Outputs)
        {
            Name = node.Name,
            Attributes = node.Attributes,
        });
    }
}
