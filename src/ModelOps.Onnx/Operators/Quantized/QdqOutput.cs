using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>What follows an operator that is to become one of integers.</summary>
internal static class QdqOutput
{
    /// <summary>Takes the <c>QuantizeLinear</c> that follows, and a <c>Relu</c> or <c>Clip</c> before it that cutting off makes superfluous.</summary>
    /// <returns>The bytes; null when none follow, and then nothing is taken.</returns>
    public static DequantizedValue? TakeQuantize(this GraphEditor graph, List<OnnxNode> nodes)
    {
        int count = nodes.Count;
        OnnxNode? limit = graph.Take(nodes, "Relu") || graph.Take(nodes, "Clip") ? nodes[^1] : null;
        if (graph.Take(nodes, "QuantizeLinear") && DequantizedValue.MadeBy(graph, nodes[^1]) is { IsWhole: true } bytes && (limit is null || IsSuperfluous(graph, limit, bytes))) { return bytes; }
        nodes.RemoveRange(count, nodes.Count - count);
        return null;
    }

    private static bool IsSuperfluous(GraphEditor graph, OnnxNode limit, DequantizedValue bytes)
    {
        float least = (bytes.Least - bytes.Zero) * bytes.Scales[0], largest = (bytes.Least + byte.MaxValue - bytes.Zero) * bytes.Scales[0];
        if (limit.OpType == "Relu") { return least >= 0; }
        return Bound(graph, limit, 1, "min", float.MinValue) <= least && Bound(graph, limit, 2, "max", float.MaxValue) >= largest;
    }

    /// <summary>Bounds are attributes before operator set 11, and inputs since; one that is no constant fits nothing.</summary>
    private static float Bound(GraphEditor graph, OnnxNode clip, int input, string attribute, float otherwise)
    {
        if (clip.Inputs.Count <= input || clip.Inputs[input].Length == 0) { return new NodeAttributes(clip).Float(attribute, otherwise); }
        return graph.Constant(clip.Inputs[input]) is { ElementType: OnnxElementType.Float } bound ? bound.Span<float>()[0] : float.NaN;
    }
}
