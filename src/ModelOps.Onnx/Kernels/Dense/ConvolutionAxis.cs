using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>One dimension of a convolution.</summary>
/// <param name="Input">Places of the input.</param>
/// <param name="Output">Places of the output.</param>
/// <param name="Kernel">Taps.</param>
/// <param name="Stride">Places of the input from one of the output to the next.</param>
/// <param name="Dilation">Places from a tap to the next.</param>
/// <param name="Pad">Zeros before the input.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ConvolutionAxis(int Input, int Output, int Kernel, int Stride, int Dilation, int Pad)
{
    /// <summary>A dimension that is not there.</summary>
    public static ConvolutionAxis None { get; } = new(1, 1, 1, 1, 1, 0);

    /// <summary>Whether each place of the output reads the same place of the input alone.</summary>
    public bool IsPointwise => Kernel == 1 && Stride == 1 && Pad == 0 && Input == Output;

    /// <summary>The place of the input that a tap reads for a place of the output; may lie outside.</summary>
    public int Place(int output, int tap) => (output * Stride) - Pad + (tap * Dilation);

    /// <summary>The places of the output for which a tap reads inside of the input.</summary>
    public (int First, int End) Inside(int tap)
    {
        int offset = (tap * Dilation) - Pad;
        int first = offset >= 0 ? 0 : (-offset + Stride - 1) / Stride;
        int end = Input - offset <= 0 ? 0 : ((Input - offset - 1) / Stride) + 1;
        return (Math.Min(first, Output), Math.Min(Math.Max(end, Math.Min(first, Output)), Output));
    }
}
