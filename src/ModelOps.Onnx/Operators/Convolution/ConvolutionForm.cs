using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Convolution;

/// <summary>Attributes of a convolution.</summary>
/// <param name="Groups">Groups that channels fall into.</param>
/// <param name="AutoPad"><c>auto_pad</c>.</param>
/// <param name="Pads">Zeros before each dimension, then behind each; empty for none.</param>
/// <param name="Strides">Steps along each dimension; empty for 1.</param>
/// <param name="Dilations">Distances of taps along each dimension; empty for 1.</param>
/// <param name="Activation">What is applied last.</param>
internal sealed record ConvolutionForm(int Groups, string AutoPad, int[] Pads, int[] Strides, int[] Dilations, Activation Activation)
{
    /// <summary>Most that an attribute may be.</summary>
    private const long Most = 1 << 20;

    /// <summary>Reads the attributes of a node.</summary>
    /// <exception cref="UnsupportedNodeException">One is out of range.</exception>
    public static ConvolutionForm Read(NodeAttributes attributes, Activation activation)
    {
        string autoPad = attributes.String("auto_pad", "NOTSET");
        if (autoPad is not ("NOTSET" or "VALID" or "SAME_UPPER" or "SAME_LOWER")) { throw new UnsupportedNodeException($"auto_pad '{autoPad}' is unknown"); }
        return new ConvolutionForm(
            Within("group", attributes.Int("group", 1), 1),
            autoPad,
            [.. attributes.Ints("pads").Select(static i => Within("pads", i, 0))],
            [.. attributes.Ints("strides").Select(static i => Within("strides", i, 1))],
            [.. attributes.Ints("dilations").Select(static i => Within("dilations", i, 1))],
            activation);
    }

    /// <summary>Takes the shapes of input and weights, and sets that of the result.</summary>
    /// <param name="x">The input: rows, channels, places.</param>
    /// <param name="w">Weights: filters, channels of a group, taps.</param>
    /// <param name="y">The result.</param>
    /// <param name="axes">Three dimensions; the last of them are set.</param>
    /// <exception cref="ShapeException">They do not fit each other.</exception>
    public void Bind(Value x, Value w, Value y, Span<ConvolutionAxis> axes)
    {
        int spatial = x.Rank - 2;
        if (spatial is < 1 or > 3 || w.Rank != x.Rank) { throw new ShapeException($"{x} and {w} are not of the same one to three dimensions beside rows and channels"); }
        int filters = w.Shape[0];
        if (x.Shape[1] != w.Shape[1] * Groups || filters % Groups != 0) { throw new ShapeException($"{x} and {w} do not fit {Groups} groups"); }
        if (!Fits(Strides, spatial) || !Fits(Dilations, spatial) || !Fits(Pads, 2 * spatial)) { throw new ShapeException($"attributes do not have a number for each of the {spatial} dimensions of {x}"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        (shape[0], shape[1]) = (x.Shape[0], filters);
        for (int i = 0; i < spatial; i++)
        {
            ConvolutionAxis axis = Axis(x, w, i, spatial);
            axes[3 - spatial + i] = axis;
            shape[i + 2] = axis.Output;
        }

        y.SetShape(shape[..x.Rank]);
    }

    private static int Within(string name, long value, long least) =>
        value >= least && value <= Most ? (int)value : throw new UnsupportedNodeException($"{name} has {value}");

    private static bool Fits(int[] numbers, int count) => numbers.Length == 0 || numbers.Length == count;

    private ConvolutionAxis Axis(Value x, Value w, int index, int spatial)
    {
        int input = x.Shape[index + 2], kernel = w.Shape[index + 2];
        int stride = Strides.Length > 0 ? Strides[index] : 1;
        int dilation = Dilations.Length > 0 ? Dilations[index] : 1;
        long reach = ((kernel - 1L) * dilation) + 1;
        long before = 0, behind = 0;
        if (AutoPad is "SAME_UPPER" or "SAME_LOWER")
        {
            long total = Math.Max(0, ((((input + stride - 1L) / stride) - 1) * stride) + reach - input);
            before = AutoPad == "SAME_LOWER" ? total - (total / 2) : total / 2;
            behind = total - before;
        }
        else if (AutoPad == "NOTSET" && Pads.Length > 0) { (before, behind) = (Pads[index], Pads[index + spatial]); }

        long free = input + before + behind - reach;
        if (kernel < 1 || free < 0) { throw new ShapeException($"{w} does not fit into {x}"); }
        return new ConvolutionAxis(input, (int)(free / stride) + 1, kernel, stride, dilation, (int)before);
    }
}
