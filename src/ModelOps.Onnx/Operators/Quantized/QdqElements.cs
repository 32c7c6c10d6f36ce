using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary><c>Add</c>, <c>Mul</c>, <c>Sigmoid</c> and <c>LeakyRelu</c> between <c>DequantizeLinear</c> and <c>QuantizeLinear</c> of one type.</summary>
internal static class QdqElements
{
    /// <summary>Joins a node with what stands around it, if it can be.</summary>
    public static void Join(GraphEditor graph, OnnxNode node)
    {
        if (node is not { Inputs.Count: >= 1, Outputs.Count: 1 }) { return; }
        DequantizedValue?[] inputs = [.. node.Inputs.Select(i => DequantizedValue.Behind(graph, i))];
        List<OnnxNode> old = [node];
        if (inputs.Any(static i => i is not { IsWhole: true }) || graph.TakeQuantize(old) is not { } y || inputs.Any(i => i!.Type != y.Type)) { return; }
        string[] operands = [.. inputs.SelectMany(static i => (string[])[i!.Integers, i.Scale, i.ZeroPoint])];
        graph.Replace([.. old], new OnnxNode($"QLinear{node.OpType}", [.. operands, y.Scale, y.ZeroPoint], old[^1].Outputs)
        {
            Domain = "com.microsoft",
            Name = node.Name,
            Attributes = node.Attributes,
        });
    }
}
