using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Normalization;

/// <summary>Brings each channel of each row to mean 0 and variance 1, then scales and shifts it.</summary>
/// <param name="values">Values of the node.</param>
/// <param name="epsilon">Added to the variance.</param>
internal sealed unsafe class InstanceNormalizationStep(NodeValues values, float epsilon) : Step
{
    private readonly Value _x = values.Input(0);
    private int _inner;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (_x.Rank < 3) { throw new ShapeException($"{_x} has no places beside its channels"); }
        if (values.Input(1).Count != _x.Shape[1] || values.Input(2).Count != _x.Shape[1]) { throw new ShapeException($"{values.Input(1)} and {values.Input(2)} do not fit {_x}"); }
        values.Output(0).SetShape(_x.Shape);
        _inner = 1;
        for (int i = 2; i < _x.Rank; i++) { _inner *= _x.Shape[i]; }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_x.Count == 0) { return; }
        float* from = (float*)_x.Data;
        float* to = (float*)values.Output(0).Data;
        ReadOnlySpan<float> scales = values.Input(1).Elements<float>();
        ReadOnlySpan<float> shifts = values.Input(2).Elements<float>();
        int rows = _x.Count / _inner;
        for (int row = 0; row < rows; row++, from += _inner, to += _inner)
        {
            int channel = row % scales.Length;
            FloatKernels.Best.Moments(from, _inner, out float mean, out float variance);
            float factor = scales[channel] / MathF.Sqrt(variance + epsilon);
            FloatKernels.Best.ScaleShift(from, to, _inner, factor, shifts[channel] - (mean * factor));
        }
    }
}
