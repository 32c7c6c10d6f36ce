using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <content>One row, which is all a request has: as many sums at once as the latency of a multiply-add asks for.</content>
internal static unsafe partial class MatrixTiles<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>One row by eight vectors: 8 sums, all in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x8(float* a, nint stride, float* b, nint width, int depth, in Epilogue end, float* y, nint yStride)
    {
        TVector s00 = TLanes.Create(0f), s01 = TLanes.Create(0f), s02 = TLanes.Create(0f), s03 = TLanes.Create(0f), s04 = TLanes.Create(0f), s05 = TLanes.Create(0f), s06 = TLanes.Create(0f), s07 = TLanes.Create(0f);
        for (nint k = 0; k < depth; k++, b += width)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            TVector b2 = TLanes.Load(b + (2 * TLanes.Count));
            TVector b3 = TLanes.Load(b + (3 * TLanes.Count));
            TVector b4 = TLanes.Load(b + (4 * TLanes.Count));
            TVector b5 = TLanes.Load(b + (5 * TLanes.Count));
            TVector b6 = TLanes.Load(b + (6 * TLanes.Count));
            TVector b7 = TLanes.Load(b + (7 * TLanes.Count));
            TVector x0 = TLanes.Create(a[k]);
            s00 = TLanes.MultiplyAdd(x0, b0, s00);
            s01 = TLanes.MultiplyAdd(x0, b1, s01);
            s02 = TLanes.MultiplyAdd(x0, b2, s02);
            s03 = TLanes.MultiplyAdd(x0, b3, s03);
            s04 = TLanes.MultiplyAdd(x0, b4, s04);
            s05 = TLanes.MultiplyAdd(x0, b5, s05);
            s06 = TLanes.MultiplyAdd(x0, b6, s06);
            s07 = TLanes.MultiplyAdd(x0, b7, s07);
        }

        Store2(in end, 0, s00, s01, y, 0);
        Store2(in end, 0, s02, s03, y, 2 * TLanes.Count);
        Store2(in end, 0, s04, s05, y, 4 * TLanes.Count);
        Store2(in end, 0, s06, s07, y, 6 * TLanes.Count);
    }

    /// <summary>One row by four vectors: 4 sums, all in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile1x4(float* a, nint stride, float* b, nint width, int depth, in Epilogue end, float* y, nint yStride)
    {
        TVector s00 = TLanes.Create(0f), s01 = TLanes.Create(0f), s02 = TLanes.Create(0f), s03 = TLanes.Create(0f);
        for (nint k = 0; k < depth; k++, b += width)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            TVector b2 = TLanes.Load(b + (2 * TLanes.Count));
            TVector b3 = TLanes.Load(b + (3 * TLanes.Count));
            TVector x0 = TLanes.Create(a[k]);
            s00 = TLanes.MultiplyAdd(x0, b0, s00);
            s01 = TLanes.MultiplyAdd(x0, b1, s01);
            s02 = TLanes.MultiplyAdd(x0, b2, s02);
            s03 = TLanes.MultiplyAdd(x0, b3, s03);
        }

        Store2(in end, 0, s00, s01, y, 0);
        Store2(in end, 0, s02, s03, y, 2 * TLanes.Count);
    }
}
