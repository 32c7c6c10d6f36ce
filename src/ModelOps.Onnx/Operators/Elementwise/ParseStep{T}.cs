using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Strings to numbers.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="parse">Reads a number; null for what is none.</param>
internal sealed class ParseStep<T>(NodeValues values, Func<string, T?> parse) : Step
    where T : unmanaged
{
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override void Bind() => _y.SetShape(_x.Shape);

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<string> x = _x.Texts;
        Span<T> y = _y.Elements<T>();
        for (int i = 0; i < y.Length; i++)
        {
            y[i] = parse(x[i]) ?? throw new ElementException($"element {i} of {_x} is no number of type {ElementTypes.Name(_y.Type)}");
        }
    }
}
