using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>A function of each element.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="kernel">The function.</param>
internal sealed unsafe class UnaryStep(NodeValues values, UnaryKernel kernel) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override void Bind() => _y.SetShape(_x.Shape);

    /// <inheritdoc/>
    public override void Run() => kernel.Run(_x.Data, _y.Data, _y.Count);
}
