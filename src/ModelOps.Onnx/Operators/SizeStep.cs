using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators;

/// <summary>Operator <c>Size</c>: how many elements the input has.</summary>
/// <param name="input">The input.</param>
/// <param name="output">The number.</param>
internal sealed class SizeStep(Value input, Value output) : Step
{
    /// <inheritdoc/>
    public override bool NeedsOnlyShapes => true;

    /// <inheritdoc/>
    public override void Bind() => output.SetShape();

    /// <inheritdoc/>
    public override void Run() => output.Elements<long>()[0] = input.Count;
}
