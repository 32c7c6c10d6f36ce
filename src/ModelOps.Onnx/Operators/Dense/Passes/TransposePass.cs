using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Dense.Passes;

/// <summary>Lets <c>Gemm</c> read a transposed side as it was before: an attribute instead of a copy.</summary>
internal sealed class TransposePass : IGraphPass
{
    /// <inheritdoc/>
    public void Apply(GraphEditor graph, int opset)
    {
        if (opset < 7) { return; }
        foreach (OnnxNode node in graph.Nodes)
        {
            if (node is not { OpType: "Gemm", Inputs.Count: >= 2 } || OperatorSet.Normalize(node.Domain).Length > 0) { continue; }
            OnnxNode turned = Turn(graph, Turn(graph, node, 0, "transA"), 1, "transB");
            if (ReferenceEquals(turned, node)) { continue; }
            graph.Replace(node, turned);
            foreach (string input in node.Inputs)
            {
                if (graph.Producer(input) is { OpType: "Transpose" } transpose && !graph.IsOutput(input) && graph.Consumers(input).Count == 0) { graph.Remove(transpose); }
            }
        }
    }

    private static OnnxNode Turn(GraphEditor graph, OnnxNode node, int side, string name)
    {
        if (graph.Producer(node.Inputs[side]) is not { OpType: "Transpose", Inputs.Count: 1 } transpose || OperatorSet.Normalize(transpose.Domain).Length > 0) { return node; }
        if (new NodeAttributes(transpose).Ints("perm") is { Count: > 0 } order && (order.Count != 2 || order[0] != 1)) { return node; }
        bool isTurned = new NodeAttributes(node).Flag(name);
        return node with
        {
            Inputs = [.. node.Inputs.Select((input, i) => i == side ? transpose.Inputs[0] : input)],
            Attributes = [.. node.Attributes.Where(a => a.Name != name), OnnxAttribute.Int(name, isTurned ? 0 : 1)],
        };
    }
}
