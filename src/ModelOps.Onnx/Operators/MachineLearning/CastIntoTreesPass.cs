using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Lets a tree ensemble of doubles read features before they are cast to doubles: widening changes no comparison, and the kernels take floats.</summary>
/// <remarks>Not a <c>TreeEnsemble</c>, whose scores are doubles then, which the kernels do not give.</remarks>
internal sealed class CastIntoTreesPass : IGraphPass
{
    /// <inheritdoc/>
    public void Apply(GraphEditor graph, int opset)
    {
        foreach (OnnxNode node in graph.Nodes)
        {
            if (node.Domain != MachineLearningDomain.Name || node is not { OpType: "TreeEnsembleRegressor" or "TreeEnsembleClassifier", Inputs.Count: 1 }) { continue; }
            if (graph.Producer(node.Inputs[0]) is not { OpType: "Cast", Inputs.Count: 1 } cast || OperatorSet.Normalize(cast.Domain).Length > 0) { continue; }
            if (!cast.Attributes.Any(static a => a is { Name: "to", Value: (long)OnnxElementType.Double })) { continue; }
            graph.Replace(node, node with { Domain = FusedDomain.Name, Inputs = [cast.Inputs[0]] });
            if (graph.Consumers(cast.Outputs[0]).Count == 0 && !graph.IsOutput(cast.Outputs[0])) { graph.Remove(cast); }
        }
    }
}
