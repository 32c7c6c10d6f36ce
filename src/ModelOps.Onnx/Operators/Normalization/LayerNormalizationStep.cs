using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Normalization;

/// <summary>Brings the elements from an axis on to mean 0 and variance 1, or to a mean square of 1 alone, then scales and shifts them.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="axis">Axis; below zero it counts from the end.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="isCentred">Whether the mean is taken off.</param>
internal sealed unsafe class LayerNormalizationStep(NodeValues values, int axis, float epsilon, bool isCentred) : Step
{
    private readonly Value _x = values.Input(0);
    private int _length;

    /// <inheritdoc/>
    public override void Bind()
    {
        int at = axis < 0 ? axis + _x.Rank : axis;
        if (at < 0 || at >= _x.Rank) { throw new ShapeException($"axis {axis} is out of range for {_x}"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        _x.Shape.CopyTo(shape);
        values.Output(0).SetShape(_x.Shape);
        _length = 1;
        for (int i = at; i < _x.Rank; i++)
        {
            _length *= shape[i];
            shape[i] = 1;
        }

        values.OptionalOutput(1)?.SetShape(shape[.._x.Rank]);
        values.OptionalOutput(2)?.SetShape(shape[.._x.Rank]);
        Check(values.Input(1));
        if (values.OptionalInput(2) is { } shift) { Check(shift); }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_x.Count == 0) { return; }
        float* from = (float*)_x.Data;
        float* to = (float*)values.Output(0).Data;
        float* scale = (float*)values.Input(1).Data;
        float* shift = Floats(values.OptionalInput(2));
        float* means = Floats(values.OptionalOutput(1));
        float* factors = Floats(values.OptionalOutput(2));
        int rows = _x.Count / _length;
        for (int row = 0; row < rows; row++, from += _length, to += _length)
        {
            (float mean, float variance) = (0, 0);
            if (isCentred) { FloatKernels.Best.Moments(from, _length, out mean, out variance); }
            else { variance = FloatKernels.Best.MeanSquare(from, _length); }
            float factor = 1 / MathF.Sqrt(variance + epsilon);
            FloatKernels.Best.Normalize(from, to, _length, mean, factor, scale, shift);
            if (means != null) { means[row] = mean; }
            if (factors != null) { factors[row] = factor; }
        }
    }

    private static float* Floats(Value? value) => value is null ? null : (float*)value.Data;

    private void Check(Value each)
    {
        if (each.Count != _length) { throw new ShapeException($"{each} does not have the {_length} elements that are normalised together"); }
    }
}
