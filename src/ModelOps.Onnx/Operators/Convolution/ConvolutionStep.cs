using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;
using ModelOps.Onnx.Operators.Dense;

namespace ModelOps.Onnx.Operators.Convolution;

/// <summary>Convolves each row, group by group.</summary>
/// <param name="x">The input: rows, channels, places.</param>
/// <param name="w">Weights: filters, channels of a group, taps.</param>
/// <param name="b">A bias for each filter, if there are any.</param>
/// <param name="y">The result.</param>
/// <param name="form">Attributes.</param>
internal sealed unsafe class ConvolutionStep(Value x, Value w, Value? b, Value y, ConvolutionForm form) : Step
{
    private Kernels.Dense.Convolution _convolution;

    /// <inheritdoc/>
    public override void Bind()
    {
        int filters = w.Rank == 0 ? 0 : w.Shape[0];
        if (b is not null && b.Count != filters) { throw new ShapeException($"{b} is not [{filters}]"); }
        Span<ConvolutionAxis> axes = [ConvolutionAxis.None, ConvolutionAxis.None, ConvolutionAxis.None];
        form.Bind(x, w, y, axes);
        _convolution = new Kernels.Dense.Convolution(w.Shape[1], filters / form.Groups, axes[0], axes[1], axes[2]);
        ScratchBytes = ScratchFloats.Bytes(_convolution.ScratchLength);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (y.Count == 0) { return; }
        float* from = (float*)x.Data;
        float* to = (float*)y.Data;
        for (int row = 0; row < x.Shape[0]; row++)
        {
            for (int group = 0; group < form.Groups; group++)
            {
                float* weights = (float*)w.Data + ((nint)group * _convolution.Filters * _convolution.Taps);
                float* bias = b is null ? null : (float*)b.Data + (group * _convolution.Filters);
                _convolution.Run(FloatKernels.Best, from, weights, bias, form.Activation, to, (float*)Scratch);
                from += (nint)_convolution.Channels * _convolution.Inputs;
                to += (nint)_convolution.Filters * _convolution.Outputs;
            }
        }
    }
}
