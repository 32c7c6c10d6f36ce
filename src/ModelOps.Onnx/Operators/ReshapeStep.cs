using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators;

/// <summary>The same elements under another shape.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="rule">The other shape.</param>
internal sealed class ReshapeStep(NodeValues values, ShapeRule rule) : ViewStep(values.Input(0), values.Output(0))
{
    /// <inheritdoc/>
    public override void Bind()
    {
        Span<int> shape = stackalloc int[Value.MaxRank];
        int rank = rule(Input, shape);
        Output.SetShape(shape[..rank]);
    }
}
