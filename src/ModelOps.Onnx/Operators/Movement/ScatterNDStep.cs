using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Elementwise;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>ScatterND</c>: each update is a slice, and goes to a place of several dimensions.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="combine">What is made of an element and its update; null lets the update take its place.</param>
internal sealed class ScatterNDStep(NodeValues values, BinaryKernel? combine) : ScatterStep(values, combine)
{
    private int _depth;

    /// <inheritdoc/>
    public override bool KeepsRows => false;

    /// <inheritdoc/>
    protected override int BindPlaces()
    {
        if (Places.Rank == 0 || Places.Shape[^1] > X.Rank) { throw Misfit(); }
        _depth = Places.Shape[^1];
        ReadOnlySpan<int> slice = X.Shape[_depth..];
        ReadOnlySpan<int> batch = Places.Shape[..^1];
        bool fits = Updates.Rank == batch.Length + slice.Length && Updates.Shape[..batch.Length].SequenceEqual(batch) && Updates.Shape[batch.Length..].SequenceEqual(slice);
        return fits ? Strides.Product(slice) : throw Misfit();
    }

    /// <inheritdoc/>
    protected override void FindOffsets(Span<int> offsets)
    {
        Indices indices = new(Places);
        ReadOnlySpan<int> dimensions = X.Shape[.._depth];
        int block = Strides.Product(X.Shape[_depth..]);
        int next = 0;
        for (int i = 0; i < offsets.Length; i++)
        {
            int offset = 0;
            foreach (int dimension in dimensions) { offset = (offset * dimension) + indices.At(next++, dimension); }
            offsets[i] = offset * block;
        }
    }
}
