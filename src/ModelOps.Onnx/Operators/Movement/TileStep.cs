using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Tile</c>: each dimension some times over.</summary>
/// <param name="values">Values of the node.</param>
internal sealed class TileStep(NodeValues values) : Step
{
    private readonly StridedCopy _copy = new();
    private readonly Value _x = values.Input(0);
    private readonly Integers _repeats = Integers.Of(values.Input(1));
    private readonly Value _y = values.Output(0);
    private bool _keepsRows;

    /// <inheritdoc/>
    public override bool KeepsRows => _keepsRows;

    /// <inheritdoc/>
    public override void Bind()
    {
        ReadOnlySpan<long> repeats = _repeats.Read(stackalloc long[Integers.MaxCount]);
        int rank = _x.Rank;
        if (repeats.Length != rank) { throw new ShapeException($"{repeats.Length} repeats are told for {_x}"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        for (int i = 0; i < rank; i++)
        {
            long dimension = repeats[i] < 0 || repeats[i] > int.MaxValue ? -1 : _x.Shape[i] * repeats[i];
            shape[i] = dimension is >= 0 and <= int.MaxValue ? (int)dimension : throw new ShapeException($"{_x} cannot be repeated {InferenceTensor.FormatShape(repeats)} times");
        }

        _y.SetShape(shape[..rank]);
        _keepsRows = rank > 0 && repeats[0] == 1;
        Span<int> strides = stackalloc int[Value.MaxRank];
        Span<int> dimensions = stackalloc int[StridedCopy.MaxRank];
        Span<int> sources = stackalloc int[StridedCopy.MaxRank];
        Span<int> targets = stackalloc int[StridedCopy.MaxRank];
        Strides.RowMajor(_x.Shape, strides);
        for (int i = 0; i < rank; i++)
        {
            (dimensions[2 * i], dimensions[(2 * i) + 1]) = ((int)repeats[i], _x.Shape[i]);
            (sources[2 * i], sources[(2 * i) + 1]) = (0, strides[i]);
        }

        Strides.RowMajor(dimensions[..(2 * rank)], targets);
        _copy.Bind(dimensions[..(2 * rank)], sources, targets);
    }

    /// <inheritdoc/>
    public override void Run() => _copy.Run(_x, 0, _y, 0);
}
