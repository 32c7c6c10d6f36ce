using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Movement;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Reduces some axes of a tensor.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="kernel">What is made of the numbers.</param>
/// <param name="axes">The axes, when they are given.</param>
/// <param name="firstAxis">When they are not: the first of the axes, which go on to the last one.</param>
/// <param name="keepsAxes">Whether the axes stay, as dimensions of 1.</param>
internal sealed unsafe class ReduceStep(NodeValues values, ReduceKernel kernel, Integers axes, int firstAxis, bool keepsAxes) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);
    private readonly Value _gathered = new("reduced", values.Input(0).Type);
    private readonly StridedCopy _gather = new();
    private (int Outer, int Count, int Inner) _shape;
    private bool _isGathered;
    private bool _keepsRows;

    /// <inheritdoc/>
    public override bool KeepsRows => _keepsRows;

    /// <inheritdoc/>
    public override void Bind()
    {
        Span<bool> isReduced = stackalloc bool[Value.MaxRank];
        isReduced.Clear();
        ReadOnlySpan<long> given = axes.Read(stackalloc long[Integers.MaxCount]);
        foreach (long axis in given) { isReduced[Axes.Of(axis, _x.Rank, _x)] = true; }
        if (given.Length == 0 && firstAxis < _x.Rank) { isReduced[firstAxis.._x.Rank].Fill(true); }
        _keepsRows = _x.Rank > 0 && !isReduced[0];
        SetShape(isReduced);
        FindDimensions(isReduced);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        byte* from = _x.Data;
        if (_isGathered)
        {
            _gathered.Data = from = Scratch;
            _gather.Run(_x, 0, _gathered, 0);
        }

        kernel.Run(from, _y.Data, _shape.Outer, _shape.Count, _shape.Inner);
    }

    private void SetShape(ReadOnlySpan<bool> isReduced)
    {
        Span<int> shape = stackalloc int[Value.MaxRank];
        int rank = 0;
        for (int i = 0; i < _x.Rank; i++)
        {
            if (!isReduced[i]) { shape[rank++] = _x.Shape[i]; }
            else if (keepsAxes) { shape[rank++] = 1; }
        }

        _y.SetShape(shape[..rank]);
    }

    /// <summary>Most often what is reduced lies together: then no element needs to move. Otherwise what is reduced is gathered behind what is not.</summary>
    private void FindDimensions(ReadOnlySpan<bool> isReduced)
    {
        Span<int> strides = stackalloc int[Value.MaxRank];
        Strides.RowMajor(_x.Shape, strides);
        (int outer, int count, int inner) = (1, 1, 1);
        int groups = 0;
        bool wasReduced = false;
        for (int i = 0; i < _x.Rank; i++)
        {
            int dimension = _x.Shape[i];
            if (dimension == 1) { continue; }
            if (isReduced[i])
            {
                count *= dimension;
                groups += wasReduced ? 0 : 1;
            }
            else if (groups == 0) { outer *= dimension; }
            else { inner *= dimension; }

            wasReduced = isReduced[i];
        }

        _isGathered = groups > 1 || (inner > 1 && !kernel.TakesInner);
        _shape = _isGathered ? (outer * inner, count, 1) : (outer, count, inner);
        ScratchBytes = _isGathered ? _x.ByteLength : 0;
        if (!_isGathered) { return; }
        _gathered.SetShape(_x.Shape);
        Span<int> dimensions = stackalloc int[Value.MaxRank];
        Span<int> sources = stackalloc int[Value.MaxRank];
        Span<int> targets = stackalloc int[Value.MaxRank];
        int next = 0;
        foreach (bool reduced in (ReadOnlySpan<bool>)[false, true])
        {
            for (int i = 0; i < _x.Rank; i++)
            {
                if (isReduced[i] == reduced) { (dimensions[next], sources[next++]) = (_x.Shape[i], strides[i]); }
            }
        }

        Strides.RowMajor(dimensions[..next], targets);
        _gather.Bind(dimensions[..next], sources, targets);
    }
}
