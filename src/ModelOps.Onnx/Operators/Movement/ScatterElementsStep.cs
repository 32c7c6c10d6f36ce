using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Elementwise;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>ScatterElements</c>: each update goes to the place that is told along an axis, and beside it otherwise.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="combine">What is made of an element and its update; null lets the update take its place.</param>
/// <param name="axis">The axis.</param>
internal sealed class ScatterElementsStep(NodeValues values, BinaryKernel? combine, long axis) : ScatterStep(values, combine)
{
    private readonly Odometer _place = new();
    private int _at;

    /// <inheritdoc/>
    public override bool KeepsRows => _at > 0 && !X.IsKnown && !Places.IsKnown && !Updates.IsKnown && Places.Shape[0] == X.Shape[0];

    /// <inheritdoc/>
    protected override int BindPlaces()
    {
        _at = Axes.Of(axis, X.Rank, X);
        bool fits = Places.Rank == X.Rank && Updates.Shape.SequenceEqual(Places.Shape);
        for (int i = 0; fits && i < X.Rank; i++) { fits = i == _at || Places.Shape[i] <= X.Shape[i]; }
        if (!fits) { throw Misfit(); }
        _place.Bind(Places.Shape, X.Shape, _at);
        return 1;
    }

    /// <inheritdoc/>
    protected override void FindOffsets(Span<int> offsets)
    {
        Indices indices = new(Places);
        int dimension = X.Shape[_at];
        _place.Start();
        for (int i = 0; i < offsets.Length; i++)
        {
            offsets[i] = _place.Offset + (indices.At(i, dimension) * _place.SkippedStride);
            _place.Next();
        }
    }
}
