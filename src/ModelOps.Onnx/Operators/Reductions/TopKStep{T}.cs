using System.Numerics;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Movement;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Operator <c>TopK</c>: the greatest or least numbers along an axis in order, and where they stood; of equal ones the first comes first.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="axis">The axis.</param>
/// <param name="isLargest">The greatest, not the least.</param>
/// <param name="count">How many.</param>
internal sealed unsafe class TopKStep<T>(NodeValues values, long axis, bool isLargest, Integers count) : Step
    where T : unmanaged, INumber<T>
{
    private readonly Value _x = values.Input(0);
    private readonly Value? _best = values.OptionalOutput(0);
    private readonly Value? _places = values.OptionalOutput(1);
    private int _at;
    private int _count;

    /// <inheritdoc/>
    public override bool KeepsRows => _at > 0;

    /// <inheritdoc/>
    public override void Bind()
    {
        _at = Axes.Of(axis, _x.Rank, _x);
        ReadOnlySpan<long> wanted = count.Read(stackalloc long[Integers.MaxCount]);
        if (wanted.Length != 1 || wanted[0] < 0 || wanted[0] > _x.Shape[_at]) { throw new ShapeException($"{InferenceTensor.FormatShape(wanted)} of axis {_at} of {_x} are asked for"); }
        _count = (int)wanted[0];
        Span<int> shape = stackalloc int[Value.MaxRank];
        _x.Shape.CopyTo(shape);
        shape[_at] = _count;
        _best?.SetShape(shape[.._x.Rank]);
        _places?.SetShape(shape[.._x.Rank]);
        ScratchBytes = _x.Shape[_at] * sizeof(int);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_count == 0 || _x.Count == 0) { return; }
        int length = _x.Shape[_at];
        int inner = Strides.Product(_x.Shape[(_at + 1)..]);
        int rows = _x.Count / length;
        Span<int> heap = new(Scratch, length);
        for (int row = 0; row < rows; row++)
        {
            (int outer, int lane) = (row / inner, row % inner);
            T* from = (T*)_x.Data + ((nint)outer * length * inner) + lane;
            Build(heap, from, inner);
            nint to = ((nint)outer * _count * inner) + lane;
            for (int k = 0; k < _count; k++, to += inner)
            {
                int top = heap[0];
                if (_best is not null) { ((T*)_best.Data)[to] = from[(nint)top * inner]; }
                if (_places is not null) { ((long*)_places.Data)[to] = top; }
                heap[0] = heap[length - 1 - k];
                Sink(heap[..(length - 1 - k)], 0, from, inner);
            }
        }
    }

    private void Build(Span<int> heap, T* x, int stride)
    {
        for (int i = 0; i < heap.Length; i++) { heap[i] = i; }
        for (int i = (heap.Length / 2) - 1; i >= 0; i--) { Sink(heap, i, x, stride); }
    }

    private void Sink(Span<int> heap, int at, T* x, int stride)
    {
        while (true)
        {
            int child = (2 * at) + 1;
            if (child >= heap.Length) { return; }
            if (child + 1 < heap.Length && IsBefore(heap[child + 1], heap[child], x, stride)) { child++; }
            if (!IsBefore(heap[child], heap[at], x, stride)) { return; }
            (heap[at], heap[child]) = (heap[child], heap[at]);
            at = child;
        }
    }

    private bool IsBefore(int left, int right, T* x, int stride)
    {
        (T a, T b) = (x[(nint)left * stride], x[(nint)right * stride]);
        return a == b ? left < right : isLargest ? a > b : a < b;
    }
}
