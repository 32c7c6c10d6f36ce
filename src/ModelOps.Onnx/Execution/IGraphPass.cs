using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Execution;

/// <summary>Rewrites a graph before it is compiled, e.g. joins nodes into one of <see cref="FusedDomain"/>.</summary>
internal interface IGraphPass
{
    /// <summary>Rewrites a graph in place.</summary>
    /// <param name="graph">The graph; constants are folded already, but for <c>DequantizeLinear</c>.</param>
    /// <param name="opset">Version of <c>ai.onnx</c>.</param>
    void Apply(GraphEditor graph, int opset);
}
