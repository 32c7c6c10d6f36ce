using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>What a convolution reads for a place of its output, as a row of an integer product: the taps of each channel side by side, zeros where they lie outside.</summary>
/// <param name="channels">Channels of a group.</param>
/// <param name="depth">The first dimension; <see cref="ConvolutionAxis.None"/> where there are fewer than three.</param>
/// <param name="height">The second, likewise.</param>
/// <param name="width">The last.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly unsafe struct BytePatches(int channels, ConvolutionAxis depth, ConvolutionAxis height, ConvolutionAxis width)
{
    /// <summary>Places of a channel of the input.</summary>
    public int Inputs => depth.Input * height.Input * width.Input;

    /// <summary>Places of the output.</summary>
    public int Outputs => depth.Output * height.Output * width.Output;

    /// <summary>Elements of a row.</summary>
    public int Length => channels * depth.Kernel * height.Kernel * width.Kernel;

    /// <summary>Reads a row.</summary>
    /// <param name="x">The channels of the group, zero point taken off.</param>
    /// <param name="place">Place of the output.</param>
    /// <param name="to">As many elements as a row has.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(short* x, int place, short* to)
    {
        (int line, int across) = Math.DivRem(place, width.Output);
        (int layer, int down) = Math.DivRem(line, height.Output);
        int start = width.Place(across, 0);
        int end = start >= width.Input ? 0 : Math.Min(width.Kernel, ((width.Input - 1 - start) / width.Dilation) + 1);
        int first = Math.Min(end, start >= 0 ? 0 : (-start + width.Dilation - 1) / width.Dilation);
        new Span<short>(to, Length).Clear();
        for (int channel = 0; channel < channels; channel++, x += Inputs)
        {
            for (int i = 0; i < depth.Kernel; i++)
            {
                int z = depth.Place(layer, i);
                for (int j = 0; j < height.Kernel; j++, to += width.Kernel)
                {
                    int y = height.Place(down, j);
                    if ((uint)z >= (uint)depth.Input || (uint)y >= (uint)height.Input) { continue; }
                    short* from = x + ((nint)((z * height.Input) + y) * width.Input) + start;
                    for (int tap = first; tap < end; tap++) { to[tap] = from[tap * width.Dilation]; }
                }
            }
        }
    }
}
