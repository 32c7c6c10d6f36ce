using System.Numerics;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Movement;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Operator <c>CumSum</c>: sums of all numbers up to each one along an axis.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="isExclusive">Whether a sum leaves its own number out.</param>
/// <param name="isReverse">Whether sums begin at the end.</param>
internal sealed class CumulativeSumStep<T>(NodeValues values, bool isExclusive, bool isReverse) : Step
    where T : unmanaged, INumber<T>
{
    private readonly Value _x = values.Input(0);
    private readonly Integers _axis = Integers.Of(values.Input(1));
    private readonly Value _y = values.Output(0);
    private int _at;

    /// <inheritdoc/>
    public override bool KeepsRows => _at > 0;

    /// <inheritdoc/>
    public override void Bind()
    {
        ReadOnlySpan<long> axis = _axis.Read(stackalloc long[Integers.MaxCount]);
        if (axis.Length != 1) { throw new ShapeException($"{axis.Length} axes are told, and one is needed"); }
        _at = Axes.Of(axis[0], _x.Rank, _x);
        _y.SetShape(_x.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_x.Count == 0) { return; }
        ReadOnlySpan<T> x = _x.Elements<T>();
        Span<T> y = _y.Elements<T>();
        int length = _x.Shape[_at];
        int inner = Strides.Product(_x.Shape[(_at + 1)..]);
        for (int row = 0; row < _x.Count / length; row++)
        {
            int first = (row / inner * length * inner) + (row % inner);
            T sum = T.Zero;
            for (int k = 0; k < length; k++)
            {
                int at = first + ((isReverse ? length - 1 - k : k) * inner);
                T next = sum + x[at];
                y[at] = isExclusive ? sum : next;
                sum = next;
            }
        }
    }
}
