using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators;

/// <summary>Operator <c>Shape</c>: some dimensions of the input.</summary>
/// <param name="input">The input.</param>
/// <param name="output">The dimensions.</param>
/// <param name="start">The first of them; below zero it counts from the end.</param>
/// <param name="end">Where they end; below zero it counts from the end.</param>
internal sealed class ShapeStep(Value input, Value output, int start, int end) : Step
{
    private int _first;

    /// <inheritdoc/>
    public override bool NeedsOnlyShapes => true;

    /// <inheritdoc/>
    public override void Bind()
    {
        _first = Clamp(start);
        output.SetShape(Math.Max(0, Clamp(end) - _first));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        Span<long> dimensions = output.Elements<long>();
        for (int i = 0; i < dimensions.Length; i++) { dimensions[i] = input.Shape[_first + i]; }
    }

    private int Clamp(int axis) => Math.Clamp(axis < 0 ? axis + input.Rank : axis, 0, input.Rank);
}
