using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Operators.Pooling;

/// <summary>How a window moves along one dimension.</summary>
/// <param name="Size">The dimension.</param>
/// <param name="Count">Number of windows.</param>
/// <param name="Kernel">Places of a window.</param>
/// <param name="Stride">From a window to the next.</param>
/// <param name="Dilation">From a place of a window to the next.</param>
/// <param name="Before">Pad at the start.</param>
/// <param name="After">Pad at the end.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct PoolAxis(int Size, int Count, int Kernel, int Stride, int Dilation, int Before, int After)
{
    /// <summary>A dimension that is not there.</summary>
    public static PoolAxis None => new(1, 1, 1, 1, 1, 0, 0);

    /// <summary>Where a window begins; may be before the dimension.</summary>
    public int Start(int window) => (window * Stride) - Before;

    /// <summary>The first of a window's places that lies in the dimension.</summary>
    public int First(int window) => Start(window) >= 0 ? 0 : (Dilation - 1 - Start(window)) / Dilation;

    /// <summary>Behind the last of a window's places that lies in the dimension.</summary>
    public int End(int window) => Math.Clamp((Size - Start(window) + Dilation - 1) / Dilation, 0, Kernel);

    /// <summary>Places of a window that lie in the dimension or its pads.</summary>
    public int Padded(int window) => Math.Clamp((Size + After - Start(window) + Dilation - 1) / Dilation, 0, Kernel);
}
