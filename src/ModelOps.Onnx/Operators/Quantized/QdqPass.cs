using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Turns operators between <c>DequantizeLinear</c> and <c>QuantizeLinear</c> into operators of integers, in the cases in which ONNX Runtime does.</summary>
internal sealed class QdqPass : IGraphPass
{
    /// <inheritdoc/>
    public void Apply(GraphEditor graph, int opset)
    {
        foreach (OnnxNode node in graph.Nodes.Where(static n => OperatorSet.Normalize(n.Domain).Length == 0))
        {
            switch (node.OpType)
            {
                case "MatMul" or "Gemm": QdqProduct.Join(graph, node); break;
                case "Add" or "Mul" or "Sigmoid" or "LeakyRelu" when graph.Contains(node): QdqElements.Join(graph, node); break;
            }
        }

        foreach (OnnxNode node in graph.Nodes.Where(static n => n.OpType == "DequantizeLinear")) { graph.RemoveUnread(node); }
    }
}
