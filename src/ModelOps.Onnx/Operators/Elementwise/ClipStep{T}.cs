using System.Numerics;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Elementwise;

/// <summary>Operator <c>Clip</c> with bounds that are inputs, and may change from call to call.
/// A bound that is left out is the greatest finite number, as in ONNX Runtime.</summary>
/// <param name="values">Values of the node.</param>
internal sealed unsafe class ClipStep<T>(NodeValues values) : Step
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    private readonly Value _x = values.Input(0);
    private readonly Value? _min = values.OptionalInput(1);
    private readonly Value? _max = values.OptionalInput(2);
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override void Bind()
    {
        if (_min is { Count: not 1 } || _max is { Count: not 1 }) { throw new ShapeException($"the bounds {_min} and {_max} are no scalars"); }
        _y.SetShape(_x.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        T min = _min is null ? T.MinValue : *(T*)_min.Data;
        T max = _max is null ? T.MaxValue : *(T*)_max.Data;
        Clip<T> clip = new(min, max);
        ReadOnlySpan<T> x = _x.Elements<T>();
        Span<T> y = _y.Elements<T>();
        for (int i = 0; i < y.Length; i++) { y[i] = clip.Invoke(x[i]); }
    }
}
