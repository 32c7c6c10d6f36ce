using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>Convolves the channels of one group of one row: the taps of a block of places are laid out as panels, and weights multiply them.</summary>
/// <param name="Channels">Input channels of the group.</param>
/// <param name="Filters">Output channels of the group.</param>
/// <param name="Depth">First of three dimensions; see <see cref="ConvolutionAxis.None"/>.</param>
/// <param name="Height">Second dimension.</param>
/// <param name="Width">Last dimension.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Convolution(int Channels, int Filters, ConvolutionAxis Depth, ConvolutionAxis Height, ConvolutionAxis Width)
{
    /// <summary>Floats of panels that stay in the second-level cache.</summary>
    private const int MaxPanels = 1 << 16;

    /// <summary>Places of the input.</summary>
    public int Inputs => Depth.Input * Height.Input * Width.Input;

    /// <summary>Places of the output.</summary>
    public int Outputs => Depth.Output * Height.Output * Width.Output;

    /// <summary>Weights of a filter.</summary>
    public int Taps => Channels * Depth.Kernel * Height.Kernel * Width.Kernel;

    /// <summary>Whether a filter reads one channel alone and its rows are long enough to go over them tap by tap.</summary>
    private bool IsDepthwise => Channels == 1 && Filters == 1 && Width.Stride == 1;

    private bool IsPointwise => Depth.IsPointwise && Height.IsPointwise && Width.IsPointwise;

    private int Block => Math.Min((Outputs + PanelLayout.Narrow - 1) / PanelLayout.Narrow * PanelLayout.Narrow, Math.Max(1, MaxPanels / Math.Max(1, Taps) / PanelLayout.Wide) * PanelLayout.Wide);

    /// <summary>Floats of scratch that a run needs.</summary>
    public long ScratchLength => IsDepthwise ? 0 : ((long)Taps + 1) * Block;

    /// <summary>Runs it.</summary>
    /// <param name="kernels">Width to run in.</param>
    /// <param name="x">Channels of the input.</param>
    /// <param name="weights">Weights of each filter.</param>
    /// <param name="bias">One for each filter, or null.</param>
    /// <param name="activation">What is applied last.</param>
    /// <param name="y">Receives the channels of the output.</param>
    /// <param name="scratch">Floats to work in.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public unsafe void Run(FloatKernels kernels, float* x, float* weights, float* bias, Activation activation, float* y, float* scratch)
    {
        for (int filter = 0; filter < Filters; filter++) { new Span<float>(y + ((nint)filter * Outputs), Outputs).Fill(bias == null ? 0 : bias[filter]); }
        if (IsDepthwise)
        {
            AddTaps(kernels, x, weights, y);
            kernels.Activate(activation, y, Outputs);
            return;
        }

        float* line = scratch + ((nint)Taps * Block);
        for (int first = 0; first < Outputs; first += Block)
        {
            int count = Math.Min(Block, Outputs - first);
            if (IsPointwise) { PanelLayout.Pack(x + first, Channels, count, Inputs, 1, scratch); }
            else { LayOut(x, first, count, line, scratch); }
            Epilogue end = new(activation);
            end.Add(y + first, Outputs);
            kernels.Multiply(weights, Taps, Filters, scratch, Taps, count, in end, y + first, Outputs);
        }

        if (!activation.IsBounds) { kernels.Activate(activation, y, (nint)Filters * Outputs); }
    }

    /// <summary>Lays out what the taps read for a block of places: a row of the panels for each tap.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void LayOut(float* x, int first, int count, float* line, float* panels)
    {
        int row = 0;
        for (int channel = 0; channel < Channels; channel++, x += Inputs)
        {
            for (int z = 0; z < Depth.Kernel; z++)
            {
                for (int v = 0; v < Height.Kernel; v++)
                {
                    for (int u = 0; u < Width.Kernel; u++)
                    {
                        ReadLine(x, z, v, u, first, count, line);
                        PanelLayout.SetRow(line, count, row++, Taps, panels);
                    }
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void ReadLine(float* x, int z, int v, int u, int first, int count, float* line)
    {
        (int inside, int outside) = Width.Inside(u);
        int done = 0;
        while (done < count)
        {
            int at = first + done;
            int column = at % Width.Output;
            int end = Math.Min(Width.Output, column + count - done);
            int place = at / Width.Output;
            int inRow = Height.Place(place % Height.Output, v);
            int inSlice = Depth.Place(place / Height.Output, z);
            Span<float> to = new(line + done, end - column);
            to.Clear();
            if ((uint)inRow < (uint)Height.Input && (uint)inSlice < (uint)Depth.Input)
            {
                float* source = x + ((((nint)inSlice * Height.Input) + inRow) * Width.Input);
                int from = Math.Max(column, inside), until = Math.Min(end, outside);
                if (from < until && Width.Stride == 1) { new ReadOnlySpan<float>(source + Width.Place(from, u), until - from).CopyTo(to[(from - column)..]); }
                else
                {
                    for (int i = from; i < until; i++) { to[i - column] = source[Width.Place(i, u)]; }
                }
            }

            done += end - column;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private unsafe void AddTaps(FloatKernels kernels, float* x, float* weights, float* y)
    {
        for (int z = 0; z < Depth.Output; z++)
        {
            for (int row = 0; row < Height.Output; row++, y += Width.Output)
            {
                for (int tap = 0; tap < Taps; tap++)
                {
                    int inSlice = Depth.Place(z, tap / (Width.Kernel * Height.Kernel));
                    int inRow = Height.Place(row, tap / Width.Kernel % Height.Kernel);
                    int u = tap % Width.Kernel;
                    (int first, int end) = Width.Inside(u);
                    if ((uint)inSlice >= (uint)Depth.Input || (uint)inRow >= (uint)Height.Input || first >= end) { continue; }
                    float* source = x + ((((nint)inSlice * Height.Input) + inRow) * Width.Input) + Width.Place(first, u);
                    kernels.AddScaled(y + first, source, end - first, weights[tap]);
                }
            }
        }
    }
}
