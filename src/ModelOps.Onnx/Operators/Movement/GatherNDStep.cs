using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>GatherND</c>: slices of a tensor, by places of several dimensions.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="batchAxes">First dimensions that both inputs share.</param>
internal sealed class GatherNDStep(NodeValues values, int batchAxes) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _indices = values.Input(1);
    private readonly Value _y = values.Output(0);
    private int _depth;

    /// <inheritdoc/>
    public override bool KeepsRows => batchAxes > 0 ? !_x.IsKnown && !_indices.IsKnown : _x.IsKnown && _indices.Rank > 1;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (_indices.Rank == 0 || batchAxes >= _indices.Rank || batchAxes > _x.Rank || !_x.Shape[..batchAxes].SequenceEqual(_indices.Shape[..batchAxes])) { throw Misfit(); }
        _depth = _indices.Shape[^1];
        if (batchAxes + _depth > _x.Rank) { throw Misfit(); }
        ReadOnlySpan<int> slice = _x.Shape[(batchAxes + _depth)..];
        Span<int> shape = stackalloc int[2 * Value.MaxRank];
        _indices.Shape[..^1].CopyTo(shape);
        slice.CopyTo(shape[(_indices.Rank - 1)..]);
        _y.SetShape(shape[..(_indices.Rank - 1 + slice.Length)]);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_y.Count > 0) { ElementMoves.Run(_x, _y, new Move(this)); }
    }

    private ShapeException Misfit() => new($"{_indices} are no places in {_x} with {batchAxes} batch dimensions");

    private void Copy<T>(ref T source, ref T target)
    {
        Indices indices = new(_indices);
        ReadOnlySpan<int> dimensions = _x.Shape.Slice(batchAxes, _depth);
        int inner = Strides.Product(_x.Shape[(batchAxes + _depth)..]);
        int batches = Strides.Product(_x.Shape[..batchAxes]);
        int batch = Strides.Product(dimensions) * inner;
        int places = _y.Count / inner / batches;
        int next = 0;
        for (int i = 0; i < places * batches; i++)
        {
            int offset = 0;
            foreach (int dimension in dimensions) { offset = (offset * dimension) + indices.At(next++, dimension); }
            MemoryMarshal.CreateReadOnlySpan(ref Unsafe.Add(ref source, (i / places * batch) + (offset * inner)), inner)
                .CopyTo(MemoryMarshal.CreateSpan(ref Unsafe.Add(ref target, i * inner), inner));
        }
    }

    private readonly struct Move(GatherNDStep step) : IElementMove
    {
        public void Run<T>(ref T source, ref T target) => step.Copy(ref source, ref target);
    }
}
