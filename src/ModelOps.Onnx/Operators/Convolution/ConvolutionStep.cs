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
        int spatial = x.Rank - 2;
        if (spatial is < 1 or > 3 || w.Rank != x.Rank) { throw new ShapeException($"{x} and {w} are not of the same one to three dimensions beside rows and channels"); }
        int filters = w.Shape[0];
        if (x.Shape[1] != w.Shape[1] * form.Groups || filters % form.Groups != 0) { throw new ShapeException($"{x} and {w} do not fit {form.Groups} groups"); }
        if (b is not null && b.Count != filters) { throw new ShapeException($"{b} is not [{filters}]"); }
        if (!Fits(form.Strides, spatial) || !Fits(form.Dilations, spatial) || !Fits(form.Pads, 2 * spatial)) { throw new ShapeException($"attributes do not have a number for each of the {spatial} dimensions of {x}"); }
        Span<ConvolutionAxis> axes = [ConvolutionAxis.None, ConvolutionAxis.None, ConvolutionAxis.None];
        Span<int> shape = stackalloc int[Value.MaxRank];
        (shape[0], shape[1]) = (x.Shape[0], filters);
        for (int i = 0; i < spatial; i++)
        {
            ConvolutionAxis axis = Axis(i, spatial);
            axes[3 - spatial + i] = axis;
            shape[i + 2] = axis.Output;
        }

        y.SetShape(shape[..x.Rank]);
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

    private static bool Fits(int[] numbers, int count) => numbers.Length == 0 || numbers.Length == count;

    private ConvolutionAxis Axis(int index, int spatial)
    {
        int input = x.Shape[index + 2], kernel = w.Shape[index + 2];
        int stride = form.Strides.Length > 0 ? form.Strides[index] : 1;
        int dilation = form.Dilations.Length > 0 ? form.Dilations[index] : 1;
        long reach = ((kernel - 1L) * dilation) + 1;
        long before = 0, behind = 0;
        if (form.AutoPad is "SAME_UPPER" or "SAME_LOWER")
        {
            long total = Math.Max(0, ((((input + stride - 1L) / stride) - 1) * stride) + reach - input);
            before = form.AutoPad == "SAME_LOWER" ? total - (total / 2) : total / 2;
            behind = total - before;
        }
        else if (form.AutoPad == "NOTSET" && form.Pads.Length > 0) { (before, behind) = (form.Pads[index], form.Pads[index + spatial]); }

        long free = input + before + behind - reach;
        if (kernel < 1 || free < 0) { throw new ShapeException($"{w} does not fit into {x}"); }
        return new ConvolutionAxis(input, (int)(free / stride) + 1, kernel, stride, dilation, (int)before);
    }
}
