using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Normalization;

/// <summary>A scale and a shift for each channel, the second dimension.</summary>
/// <param name="x">The input.</param>
/// <param name="y">The result.</param>
/// <param name="scales">One for each channel.</param>
/// <param name="shifts">One for each channel.</param>
internal sealed unsafe class BatchNormalizationStep(Value x, Value y, AlignedFloats scales, AlignedFloats shifts) : Step
{
    private int _inner;

    /// <inheritdoc/>
    public override void Bind()
    {
        int channels = x.Rank > 1 ? x.Shape[1] : 1;
        if (x.Rank == 0 || channels != scales.Length) { throw new ShapeException($"{x} does not have {scales.Length} channels"); }
        y.SetShape(x.Shape);
        _inner = 1;
        for (int i = 2; i < x.Rank; i++) { _inner *= x.Shape[i]; }
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (x.Count == 0) { return; }
        int channels = scales.Length;
        float* from = (float*)x.Data;
        float* to = (float*)y.Data;
        int rows = x.Count / (channels * _inner);
        for (int row = 0; row < rows; row++)
        {
            if (_inner == 1)
            {
                FloatKernels.Best.ScaleShiftEach(from, to, channels, scales.Pointer, shifts.Pointer);
                from += channels;
                to += channels;
                continue;
            }

            for (int channel = 0; channel < channels; channel++, from += _inner, to += _inner)
            {
                FloatKernels.Best.ScaleShift(from, to, _inner, scales.Pointer[channel], shifts.Pointer[channel]);
            }
        }
    }
}
