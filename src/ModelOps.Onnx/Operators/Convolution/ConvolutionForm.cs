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

    private static int Within(string name, long value, long least) =>
        value >= least && value <= Most ? (int)value : throw new UnsupportedNodeException($"{name} has {value}");
}
