using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Numbers to strings. Each string is new: this is the one step that cannot but allocate.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="format">Writes a number.</param>
internal sealed class FormatStep<T>(NodeValues values, Func<T, string> format) : Step
    where T : unmanaged
{
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override void Bind() => _y.SetShape(_x.Shape);

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<T> x = _x.Elements<T>();
        Span<string> y = _y.Texts;
        for (int i = 0; i < y.Length; i++) { y[i] = format(x[i]); }
    }
}
