using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Normalization;

/// <summary>Softmax or its logarithm along an axis.</summary>
/// <param name="x">The input.</param>
/// <param name="y">The result.</param>
/// <param name="axis">Axis; below zero it counts from the end.</param>
/// <param name="isFlat">Whether the axis stands for all from it on.</param>
/// <param name="isLogarithm">Whether the logarithm is asked for.</param>
internal sealed unsafe class SoftmaxStep(Value x, Value y, int axis, bool isFlat, bool isLogarithm) : Step
{
    private int _length;
    private int _inner;

    /// <inheritdoc/>
    public override void Bind()
    {
        int at = axis < 0 ? axis + x.Rank : axis;
        if (at < 0 || at > x.Rank || (at == x.Rank && !isFlat)) { throw new ShapeException($"axis {axis} is out of range for {x}"); }
        y.SetShape(x.Shape);
        (_length, _inner) = (isFlat ? 1 : x.Shape[at], 1);
        for (int i = isFlat ? at : at + 1; i < x.Rank; i++)
        {
            if (isFlat) { _length *= x.Shape[i]; }
            else { _inner *= x.Shape[i]; }
        }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        int size = _length * _inner;
        if (size == 0) { return; }
        float* from = (float*)x.Data;
        float* to = (float*)y.Data;
        for (int done = 0; done < x.Count; done += size, from += size, to += size)
        {
            if (_inner == 1) { FloatKernels.Best.Softmax(from, to, _length, isLogarithm); }
            else { FloatKernels.Best.SoftmaxColumns(from, to, _length, _inner, isLogarithm); }
        }
    }
}
