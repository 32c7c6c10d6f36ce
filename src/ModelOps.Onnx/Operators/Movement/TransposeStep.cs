using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Transpose</c>.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="order">Which dimension of the input each one of the output is; empty turns them round.</param>
internal sealed class TransposeStep(NodeValues values, long[] order) : Step
{
    private readonly StridedCopy _copy = new();
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);

    /// <inheritdoc/>
    public override bool KeepsRows => order.Length > 0 ? order[0] == 0 : _x.Rank == 1;

    /// <inheritdoc/>
    public override void Bind()
    {
        int rank = _x.Rank;
        Span<int> strides = stackalloc int[Value.MaxRank];
        Span<int> sources = stackalloc int[Value.MaxRank];
        Span<int> targets = stackalloc int[Value.MaxRank];
        Span<int> shape = stackalloc int[Value.MaxRank];
        if (order.Length > 0 && order.Length != rank) { throw new ShapeException($"{order.Length} dimensions are told for {_x}"); }
        Strides.RowMajor(_x.Shape, strides);
        for (int i = 0; i < rank; i++)
        {
            int from = order.Length > 0 ? Axes.Of(order[i], rank, _x) : rank - 1 - i;
            (shape[i], sources[i]) = (_x.Shape[from], strides[from]);
        }

        _y.SetShape(shape[..rank]);
        if (_y.Count != _x.Count) { throw new ShapeException($"a dimension of {_x} is told twice"); }
        Strides.RowMajor(_y.Shape, targets);
        _copy.Bind(_y.Shape, sources, targets);
    }

    /// <inheritdoc/>
    public override void Run() => _copy.Run(_x, 0, _y, 0);
}
