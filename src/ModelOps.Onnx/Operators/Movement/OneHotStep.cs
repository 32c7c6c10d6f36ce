using System.Runtime.CompilerServices;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Elementwise;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>OneHot</c>: a dimension with one value at the place that an element tells, and another elsewhere. Places outside are nowhere.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="axis">The new axis.</param>
/// <param name="placesToLong">Turns places into integers.</param>
/// <param name="depthToLong">Turns the depth into an integer.</param>
internal sealed unsafe class OneHotStep(NodeValues values, long axis, UnaryKernel placesToLong, UnaryKernel depthToLong) : Step
{
    private readonly Value _places = values.Input(0);
    private readonly Value _depth = values.Input(1);
    private readonly Value _offOn = values.Input(2);
    private readonly Value _y = values.Output(0);
    private int _at;

    /// <inheritdoc/>
    public override bool KeepsRows => _at > 0 && !_places.IsKnown;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (!_depth.IsKnown || _depth.Count != 1 || _offOn.Count != 2) { throw new ShapeException($"{_depth} is no scalar that is known ahead, or {_offOn} are not two values"); }
        long depth;
        depthToLong.Run(_depth.Data, (byte*)&depth, 1);
        if (depth is < 0 or > int.MaxValue) { throw new ShapeException($"a dimension of {depth} is asked for"); }
        int rank = _places.Rank + 1;
        if (rank > Value.MaxRank) { throw new ShapeException($"{rank} dimensions are asked for, and {Value.MaxRank} are the most"); }
        _at = Axes.Of(axis, rank, _places);
        Span<int> shape = stackalloc int[Value.MaxRank];
        _places.Shape[.._at].CopyTo(shape);
        shape[_at] = (int)depth;
        _places.Shape[_at..].CopyTo(shape[(_at + 1)..]);
        _y.SetShape(shape[..rank]);
        ScratchBytes = (int)Math.Min(int.MaxValue, (long)_places.Count * sizeof(long));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_y.Count == 0) { return; }
        placesToLong.Run(_places.Data, Scratch, _places.Count);
        ElementMoves.Run(_offOn, _y, new Move(this));
    }

    private void Copy<T>(ref T source, ref T target)
    {
        long* places = (long*)Scratch;
        (T off, T on) = (source, Unsafe.Add(ref source, 1));
        int depth = _y.Shape[_at];
        int inner = Strides.Product(_y.Shape[(_at + 1)..]);
        for (int i = 0; i < _y.Count; i++) { Unsafe.Add(ref target, i) = off; }
        for (int i = 0; i < _places.Count; i++)
        {
            long place = places[i] < 0 ? places[i] + depth : places[i];
            if (place >= 0 && place < depth) { Unsafe.Add(ref target, (((i / inner * depth) + (int)place) * inner) + (i % inner)) = on; }
        }
    }

    private readonly struct Move(OneHotStep step) : IElementMove
    {
        public void Run<T>(ref T source, ref T target) => step.Copy(ref source, ref target);
    }
}
