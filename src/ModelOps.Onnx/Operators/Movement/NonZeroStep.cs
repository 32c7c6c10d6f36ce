using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Elementwise;
using ModelOps.Onnx.Operators.Elementwise;

namespace ModelOps.Onnx.Operators.Movement;

/// <summary>Operator <c>NonZero</c>: the places of all elements that are not 0. Their number is part of the shape, so the elements must be known ahead.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="toBool">Tells which elements are not 0.</param>
internal sealed unsafe class NonZeroStep(NodeValues values, UnaryKernel toBool) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _y = values.Output(0);
    private bool[] _isSet = [];

    /// <inheritdoc/>
    public override void Bind()
    {
        if (!_x.IsKnown) { throw ShapeException.DependsOnElements(_x); }
        _isSet = new bool[_x.Count];
        fixed (bool* flags = _isSet) { toBool.Run(_x.Data, (byte*)flags, _isSet.Length); }
        int count = 0;
        foreach (bool isSet in _isSet) { count += isSet ? 1 : 0; }
        _y.SetShape(_x.Rank, count);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        Span<int> strides = stackalloc int[Value.MaxRank];
        Strides.RowMajor(_x.Shape, strides);
        Span<long> places = _y.Elements<long>();
        (int next, int count) = (0, _y.Shape[1]);
        for (int i = 0; i < _isSet.Length; i++)
        {
            if (!_isSet[i]) { continue; }
            for (int d = 0; d < _x.Rank; d++) { places[(d * count) + next] = i / strides[d] % _x.Shape[d]; }
            next++;
        }
    }
}
