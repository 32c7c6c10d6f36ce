using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Dense.Passes;

/// <summary>Lets products and convolutions apply the activation that follows them, as long as nobody else reads the values before it.</summary>
internal sealed class ActivationPass : IGraphPass
{
    /// <inheritdoc/>
    public void Apply(GraphEditor graph, int opset)
    {
        if (opset < 7) { return; }
        foreach (OnnxNode node in graph.Nodes)
        {
            if (!CanActivate(node) || !graph.TryGetOnlyConsumer(node.Outputs[0], out OnnxNode? next) || ActivationNode.Read(next, graph, opset) is not { } activation) { continue; }
            graph.Replace([node, next], node with { Domain = FusedDomain.Name, Outputs = [next.Outputs[0]], Attributes = [.. node.Attributes, .. FusedActivation.Write(activation)] });
        }
    }

    private static bool CanActivate(OnnxNode node) =>
        node.OpType is "Gemm" or "MatMul" or "Conv"
        && (OperatorSet.Normalize(node.Domain).Length == 0 || (node.Domain == FusedDomain.Name && node.Attributes.All(static a => a.Name != FusedActivation.Name)))
        && node.Outputs is [{ Length: > 0 }];
}
