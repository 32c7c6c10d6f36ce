using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Expand</c>: repeats dimensions of 1 until the input has another shape; where that has a 1, the input's dimension stays.</summary>
/// <param name="values">Values of the node.</param>
internal sealed class ExpandStep(NodeValues values) : Step
{
    private readonly StridedCopy _copy = new();
    private readonly Value _x = values.Input(0);
    private readonly Integers _shape = Integers.Of(values.Input(1));
    private readonly Value _y = values.Output(0);
    private bool _keepsRows;

    /// <inheritdoc/>
    public override bool KeepsRows => _keepsRows;

    /// <inheritdoc/>
    public override void Bind()
    {
        ReadOnlySpan<long> wanted = _shape.Read(stackalloc long[Integers.MaxCount]);
        int rank = Math.Max(_x.Rank, wanted.Length);
        if (rank > Value.MaxRank) { throw new ShapeException($"{rank} dimensions are asked for, and {Value.MaxRank} are the most"); }
        Span<int> strides = stackalloc int[Value.MaxRank];
        Span<int> sources = stackalloc int[Value.MaxRank];
        Span<int> targets = stackalloc int[Value.MaxRank];
        Span<int> shape = stackalloc int[Value.MaxRank];
        Strides.RowMajor(_x.Shape, strides);
        for (int i = 0; i < rank; i++)
        {
            int own = i - (rank - _x.Rank);
            int dimension = own >= 0 ? _x.Shape[own] : 1;
            long other = i >= rank - wanted.Length ? wanted[i - (rank - wanted.Length)] : 1;
            if (other is < 0 or > int.MaxValue || (dimension != 1 && other != 1 && other != dimension))
            {
                throw new ShapeException($"{_x} cannot be expanded to {InferenceTensor.FormatShape(wanted)}");
            }

            shape[i] = dimension == 1 ? (int)other : dimension;
            sources[i] = dimension == 1 ? 0 : strides[own];
        }

        _keepsRows = rank == _x.Rank && rank > 0 && (wanted.Length < rank || wanted[0] == 1);
        _y.SetShape(shape[..rank]);
        Strides.RowMajor(_y.Shape, targets);
        _copy.Bind(_y.Shape, sources, targets);
    }

    /// <inheritdoc/>
    public override void Run() => _copy.Run(_x, 0, _y, 0);
}
