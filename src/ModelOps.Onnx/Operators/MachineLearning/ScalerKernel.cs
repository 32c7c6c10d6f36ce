using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary><c>(x - offset) * scale</c> over rows of floats. Every width gives the same bits.</summary>
internal static unsafe class ScalerKernel
{
    /// <summary>Scales rows in the widest vectors of the machine.</summary>
    /// <param name="from">Rows.</param>
    /// <param name="offset">One for each feature of a row, or one for all.</param>
    /// <param name="scale">As many.</param>
    /// <param name="to">Receives the results; may be <paramref name="from"/>.</param>
    public static void Run(ReadOnlySpan<float> from, ReadOnlySpan<float> offset, ReadOnlySpan<float> scale, Span<float> to) => Run(VectorWidths.Best, from, offset, scale, to);

    /// <summary>Scales rows in a given width.</summary>
    public static void Run(VectorWidth width, ReadOnlySpan<float> from, ReadOnlySpan<float> offset, ReadOnlySpan<float> scale, Span<float> to)
    {
        fixed (float* x = from, o = offset, s = scale, y = to)
        {
            switch (width)
            {
                case VectorWidth.Bits512: Run<Lanes512, Vector512<float>>(x, from.Length, o, s, offset.Length, y); break;
                case VectorWidth.Bits256: Run<Lanes256, Vector256<float>>(x, from.Length, o, s, offset.Length, y); break;
                case VectorWidth.Bits128: Run<Lanes128, Vector128<float>>(x, from.Length, o, s, offset.Length, y); break;
                default: Run<ScalarLanes, float>(x, from.Length, o, s, offset.Length, y); break;
            }
        }
    }

    private static void Run<TLanes, TVector>(float* x, int length, float* offset, float* scale, int columns, float* y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        if (columns == 1)
        {
            All<TLanes, TVector>(x, length, *offset, *scale, y);
            return;
        }

        for (int row = 0; row < length; row += columns, x += columns, y += columns)
        {
            int i = 0;
            for (; i <= columns - TLanes.Count; i += TLanes.Count)
            {
                TLanes.Store(y + i, Scale<TLanes, TVector>(TLanes.Load(x + i), TLanes.Load(offset + i), TLanes.Load(scale + i)));
            }

            int rest = columns - i;
            if (rest > 0)
            {
                TLanes.StoreFirst(y + i, Scale<TLanes, TVector>(TLanes.LoadFirst(x + i, rest), TLanes.LoadFirst(offset + i, rest), TLanes.LoadFirst(scale + i, rest)), rest);
            }
        }
    }

    private static void All<TLanes, TVector>(float* x, int length, float offset, float scale, float* y)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        TVector o = TLanes.Create(offset);
        TVector s = TLanes.Create(scale);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(y + i, Scale<TLanes, TVector>(TLanes.Load(x + i), o, s)); }
        if (i < length) { TLanes.StoreFirst(y + i, Scale<TLanes, TVector>(TLanes.LoadFirst(x + i, length - i), o, s), length - i); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector Scale<TLanes, TVector>(TVector x, TVector offset, TVector scale)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged => TLanes.Multiply(TLanes.Subtract(x, offset), scale);
}
