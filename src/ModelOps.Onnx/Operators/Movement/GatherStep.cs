using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>Gather</c>: slices of a tensor, by their places along an axis.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="axis">The axis.</param>
internal sealed class GatherStep(NodeValues values, long axis) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _indices = values.Input(1);
    private readonly Value _y = values.Output(0);
    private int _at;

    /// <inheritdoc/>
    public override bool KeepsRows => _at > 0 ? _indices.IsKnown && !_x.IsKnown : _x.IsKnown && _indices.Rank > 0;

    /// <inheritdoc/>
    public override void Bind()
    {
        _at = Axes.Of(axis, _x.Rank, _x);
        int rank = _x.Rank - 1 + _indices.Rank;
        if (rank > Value.MaxRank) { throw new ShapeException($"{rank} dimensions are asked for, and {Value.MaxRank} are the most"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        _x.Shape[.._at].CopyTo(shape);
        _indices.Shape.CopyTo(shape[_at..]);
        _x.Shape[(_at + 1)..].CopyTo(shape[(_at + _indices.Rank)..]);
        _y.SetShape(shape[..rank]);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_y.Count > 0) { ElementMoves.Run(_x, _y, new Move(this)); }
    }

    private void Copy<T>(ref T source, ref T target)
    {
        Indices indices = new(_indices);
        int outer = Strides.Product(_x.Shape[.._at]);
        int dimension = _x.Shape[_at];
        int inner = Strides.Product(_x.Shape[(_at + 1)..]);
        for (int o = 0; o < outer; o++)
        {
            for (int i = 0; i < _indices.Count; i++)
            {
                ref T from = ref Unsafe.Add(ref source, indices.At(i, dimension) * inner);
                if (inner == 1) { target = from; }
                else { MemoryMarshal.CreateReadOnlySpan(ref from, inner).CopyTo(MemoryMarshal.CreateSpan(ref target, inner)); }
                target = ref Unsafe.Add(ref target, inner);
            }

            source = ref Unsafe.Add(ref source, dimension * inner);
        }
    }

    private readonly struct Move(GatherStep step) : IElementMove
    {
        public void Run<T>(ref T source, ref T target) => step.Copy(ref source, ref target);
    }
}
