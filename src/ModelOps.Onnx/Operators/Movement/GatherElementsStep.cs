using System.Runtime.CompilerServices;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>GatherElements</c>: for each index, the element that stands there along an axis and beside it otherwise.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="axis">The axis.</param>
internal sealed class GatherElementsStep(NodeValues values, long axis) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _indices = values.Input(1);
    private readonly Value _y = values.Output(0);
    private readonly Odometer _place = new();
    private int _at;

    /// <inheritdoc/>
    public override bool KeepsRows => _at > 0 && !_x.IsKnown && !_indices.IsKnown && _indices.Shape[0] == _x.Shape[0];

    /// <inheritdoc/>
    public override void Bind()
    {
        _at = Axes.Of(axis, _x.Rank, _x);
        bool fits = _indices.Rank == _x.Rank;
        for (int i = 0; fits && i < _x.Rank; i++) { fits = i == _at || _indices.Shape[i] <= _x.Shape[i]; }
        if (!fits) { throw new ShapeException($"{_indices} does not lie within {_x}"); }
        _y.SetShape(_indices.Shape);
        _place.Bind(_indices.Shape, _x.Shape, _at);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_y.Count > 0) { ElementMoves.Run(_x, _y, new Move(this)); }
    }

    private void Copy<T>(ref T source, ref T target)
    {
        Indices indices = new(_indices);
        (int dimension, int stride) = (_x.Shape[_at], _place.SkippedStride);
        _place.Start();
        for (int i = 0; i < _y.Count; i++)
        {
            Unsafe.Add(ref target, i) = Unsafe.Add(ref source, _place.Offset + (indices.At(i, dimension) * stride));
            _place.Next();
        }
    }

    private readonly struct Move(GatherElementsStep step) : IElementMove
    {
        public void Run<T>(ref T source, ref T target) => step.Copy(ref source, ref target);
    }
}
