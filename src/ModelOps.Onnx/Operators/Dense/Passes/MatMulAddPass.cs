using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Dense.Passes;

/// <summary>Makes the vector that is added to a product with constant weights the bias of that product.</summary>
internal sealed class MatMulAddPass : IGraphPass
{
    /// <inheritdoc/>
    public void Apply(GraphEditor graph, int opset)
    {
        foreach (OnnxNode node in graph.Nodes)
        {
            if (node is not { OpType: "MatMul", Inputs.Count: 2, Outputs.Count: 1 } || OperatorSet.Normalize(node.Domain).Length > 0) { continue; }
            if (graph.Constant(node.Inputs[1]) is not { Shape.Count: 2, ElementType: OnnxElementType.Float } weights) { continue; }
            if (!graph.TryGetOnlyConsumer(node.Outputs[0], out OnnxNode? next) || next is not { OpType: "Add", Inputs.Count: 2, Outputs.Count: 1 } || OperatorSet.Normalize(next.Domain).Length > 0) { continue; }
            string other = next.Inputs[0] == node.Outputs[0] ? next.Inputs[1] : next.Inputs[0];

            // A vector alone: one with a leading dimension of 1 might give the result a dimension more.
            if (graph.Constant(other) is not { ElementType: OnnxElementType.Float, Shape.Count: 1 } bias || bias.Shape[0] != weights.Shape[1]) { continue; }
            graph.Replace([node, next], node with { Domain = FusedDomain.Name, Inputs = [node.Inputs[0], node.Inputs[1], other], Outputs = next.Outputs });
        }
    }
}
