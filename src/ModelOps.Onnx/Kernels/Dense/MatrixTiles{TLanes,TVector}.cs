using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>Parts of products whose sums stay in registers. Each element is summed in the order of the depth, whatever the tile and the width, so a row's result does not depend on the other rows.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal static unsafe partial class MatrixTiles<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Eight rows by two vectors: 16 sums, all in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile8x2(float* a, nint stride, float* b, nint width, int depth, in Epilogue end, float* y, nint yStride)
    {
        float* a1 = a + stride;
        float* a2 = a + (2 * stride);
        float* a3 = a + (3 * stride);
        float* a4 = a + (4 * stride);
        float* a5 = a + (5 * stride);
        float* a6 = a + (6 * stride);
        float* a7 = a + (7 * stride);
        TVector s00 = TLanes.Create(0f), s01 = TLanes.Create(0f);
        TVector s10 = TLanes.Create(0f), s11 = TLanes.Create(0f);
        TVector s20 = TLanes.Create(0f), s21 = TLanes.Create(0f);
        TVector s30 = TLanes.Create(0f), s31 = TLanes.Create(0f);
        TVector s40 = TLanes.Create(0f), s41 = TLanes.Create(0f);
        TVector s50 = TLanes.Create(0f), s51 = TLanes.Create(0f);
        TVector s60 = TLanes.Create(0f), s61 = TLanes.Create(0f);
        TVector s70 = TLanes.Create(0f), s71 = TLanes.Create(0f);
        for (nint k = 0; k < depth; k++, b += width)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            TVector x0 = TLanes.Create(a[k]);
            s00 = TLanes.MultiplyAdd(x0, b0, s00);
            s01 = TLanes.MultiplyAdd(x0, b1, s01);
            TVector x1 = TLanes.Create(a1[k]);
            s10 = TLanes.MultiplyAdd(x1, b0, s10);
            s11 = TLanes.MultiplyAdd(x1, b1, s11);
            TVector x2 = TLanes.Create(a2[k]);
            s20 = TLanes.MultiplyAdd(x2, b0, s20);
            s21 = TLanes.MultiplyAdd(x2, b1, s21);
            TVector x3 = TLanes.Create(a3[k]);
            s30 = TLanes.MultiplyAdd(x3, b0, s30);
            s31 = TLanes.MultiplyAdd(x3, b1, s31);
            TVector x4 = TLanes.Create(a4[k]);
            s40 = TLanes.MultiplyAdd(x4, b0, s40);
            s41 = TLanes.MultiplyAdd(x4, b1, s41);
            TVector x5 = TLanes.Create(a5[k]);
            s50 = TLanes.MultiplyAdd(x5, b0, s50);
            s51 = TLanes.MultiplyAdd(x5, b1, s51);
            TVector x6 = TLanes.Create(a6[k]);
            s60 = TLanes.MultiplyAdd(x6, b0, s60);
            s61 = TLanes.MultiplyAdd(x6, b1, s61);
            TVector x7 = TLanes.Create(a7[k]);
            s70 = TLanes.MultiplyAdd(x7, b0, s70);
            s71 = TLanes.MultiplyAdd(x7, b1, s71);
        }

        Store2(in end, 0, s00, s01, y, 0);
        Store2(in end, 1, s10, s11, y + yStride, 0);
        Store2(in end, 2, s20, s21, y + (2 * yStride), 0);
        Store2(in end, 3, s30, s31, y + (3 * yStride), 0);
        Store2(in end, 4, s40, s41, y + (4 * yStride), 0);
        Store2(in end, 5, s50, s51, y + (5 * yStride), 0);
        Store2(in end, 6, s60, s61, y + (6 * yStride), 0);
        Store2(in end, 7, s70, s71, y + (7 * yStride), 0);
    }

    /// <summary>Four rows by two vectors: 8 sums, all in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Tile4x2(float* a, nint stride, float* b, nint width, int depth, in Epilogue end, float* y, nint yStride)
    {
        float* a1 = a + stride;
        float* a2 = a + (2 * stride);
        float* a3 = a + (3 * stride);
        TVector s00 = TLanes.Create(0f), s01 = TLanes.Create(0f);
        TVector s10 = TLanes.Create(0f), s11 = TLanes.Create(0f);
        TVector s20 = TLanes.Create(0f), s21 = TLanes.Create(0f);
        TVector s30 = TLanes.Create(0f), s31 = TLanes.Create(0f);
        for (nint k = 0; k < depth; k++, b += width)
        {
            TVector b0 = TLanes.Load(b);
            TVector b1 = TLanes.Load(b + TLanes.Count);
            TVector x0 = TLanes.Create(a[k]);
            s00 = TLanes.MultiplyAdd(x0, b0, s00);
            s01 = TLanes.MultiplyAdd(x0, b1, s01);
            TVector x1 = TLanes.Create(a1[k]);
            s10 = TLanes.MultiplyAdd(x1, b0, s10);
            s11 = TLanes.MultiplyAdd(x1, b1, s11);
            TVector x2 = TLanes.Create(a2[k]);
            s20 = TLanes.MultiplyAdd(x2, b0, s20);
            s21 = TLanes.MultiplyAdd(x2, b1, s21);
            TVector x3 = TLanes.Create(a3[k]);
            s30 = TLanes.MultiplyAdd(x3, b0, s30);
            s31 = TLanes.MultiplyAdd(x3, b1, s31);
        }

        Store2(in end, 0, s00, s01, y, 0);
        Store2(in end, 1, s10, s11, y + yStride, 0);
        Store2(in end, 2, s20, s21, y + (2 * yStride), 0);
        Store2(in end, 3, s30, s31, y + (3 * yStride), 0);
    }
}
