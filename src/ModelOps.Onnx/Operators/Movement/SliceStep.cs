using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Slice</c>: elements from a start to an end, some steps apart, backwards for negative steps.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="starts">First place on each axis.</param>
/// <param name="ends">Place behind the last one.</param>
/// <param name="axes">The axes; the first ones when not given.</param>
/// <param name="steps">Steps; 1 when not given.</param>
internal sealed class SliceStep(NodeValues values, Integers starts, Integers ends, Integers axes, Integers steps) : Step
{
    private readonly StridedCopy _copy = new();
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);
    private int _offset;
    private bool _keepsRows;

    /// <inheritdoc/>
    public override bool KeepsRows => _keepsRows;

    /// <inheritdoc/>
    public override void Bind()
    {
        ReadOnlySpan<long> first = starts.Read(stackalloc long[Integers.MaxCount]);
        ReadOnlySpan<long> end = ends.Read(stackalloc long[Integers.MaxCount]);
        ReadOnlySpan<long> axis = axes.Read(stackalloc long[Integers.MaxCount]);
        ReadOnlySpan<long> step = steps.Read(stackalloc long[Integers.MaxCount]);
        Span<int> shape = stackalloc int[Value.MaxRank];
        Span<int> sources = stackalloc int[Value.MaxRank];
        Span<int> targets = stackalloc int[Value.MaxRank];
        _x.Shape.CopyTo(shape);
        Strides.RowMajor(_x.Shape, sources);
        if (end.Length != first.Length || (axes.AreGiven && axis.Length != first.Length) || (steps.AreGiven && step.Length != first.Length))
        {
            throw new ShapeException($"{first.Length} starts, {end.Length} ends, {axis.Length} axes and {step.Length} steps are told for {_x}");
        }

        _offset = 0;
        _keepsRows = _x.Rank > 0;
        for (int i = 0; i < first.Length; i++)
        {
            int at = Axes.Of(axes.AreGiven ? axis[i] : i, _x.Rank, _x);
            long stride = steps.AreGiven ? step[i] : 1;
            if (stride == 0) { throw new ShapeException($"the step on axis {at} of {_x} is 0"); }
            (int start, shape[at]) = Cut(first[i], end[i], stride, _x.Shape[at]);
            _keepsRows &= at > 0 || (start == 0 && stride == 1 && shape[0] == _x.Shape[0]);
            _offset += start * sources[at];

            // A step too long for the dimension takes one element, and none after it.
            sources[at] = shape[at] > 1 ? (int)(sources[at] * stride) : 0;
        }

        _y.SetShape(shape[.._x.Rank]);
        Strides.RowMajor(_y.Shape, targets);
        _copy.Bind(_y.Shape, sources, targets);
    }

    /// <inheritdoc/>
    public override void Run() => _copy.Run(_x, _offset, _y, 0);

    private static (int Start, int Count) Cut(long start, long end, long step, int dimension)
    {
        if (start < 0) { start += dimension; }
        if (end < 0) { end += dimension; }
        long least = step > 0 ? 0 : -1;
        start = Math.Clamp(start, 0, step > 0 ? dimension : Math.Max(0, dimension - 1));
        end = Math.Clamp(end, least, step > 0 ? dimension : Math.Max(least, dimension - 1));
        long span = step > 0 ? end - start : start - end;

        // The least of all integers has no positive twin, so the step is divided by and not turned round.
        long count = span <= 0 ? 0 : ((span - 1) / Math.Max(1, step > 0 ? step : step == long.MinValue ? long.MaxValue : -step)) + 1;
        return dimension == 0 ? (0, 0) : ((int)start, (int)count);
    }
}
