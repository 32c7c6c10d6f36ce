using System.Numerics;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Movement;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Operators <c>ArgMax</c> and <c>ArgMin</c>: where along an axis the greatest or least number stands.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="options">Which one, and where.</param>
internal sealed class ArgExtremeStep<T>(NodeValues values, ArgExtreme options) : Step
    where T : unmanaged, INumber<T>
{
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);
    private int _at;

    /// <inheritdoc/>
    public override bool KeepsRows => _at > 0;

    /// <inheritdoc/>
    public override void Bind()
    {
        _at = Axes.Of(options.Axis, _x.Rank, _x);
        Span<int> shape = stackalloc int[Value.MaxRank];
        _x.Shape[.._at].CopyTo(shape);
        int rank = _at;
        if (options.KeepsAxis) { shape[rank++] = 1; }
        _x.Shape[(_at + 1)..].CopyTo(shape[rank..]);
        _y.SetShape(shape[..(rank + _x.Rank - _at - 1)]);
        if (_x.Shape[_at] == 0) { throw new ShapeException($"axis {_at} of {_x} has nothing to choose from"); }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<T> x = _x.Elements<T>();
        Span<long> y = _y.Elements<long>();
        int count = _x.Shape[_at];
        int inner = Strides.Product(_x.Shape[(_at + 1)..]);
        for (int i = 0; i < y.Length; i++)
        {
            ReadOnlySpan<T> from = x[((i / inner * count * inner) + (i % inner))..];
            (T best, int place) = (from[0], 0);
            for (int k = 1; k < count; k++)
            {
                T candidate = from[k * inner];
                bool isBetter = options.IsMax ? candidate > best : candidate < best;
                if (isBetter || (options.TakesLast && candidate == best)) { (best, place) = (candidate, k); }
            }

            y[i] = place;
        }
    }
}
