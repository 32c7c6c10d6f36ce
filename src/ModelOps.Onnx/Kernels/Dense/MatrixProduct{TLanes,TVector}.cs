using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>Covers a product with tiles.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal static unsafe class MatrixProduct<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Rows whose left side stays in the second-level cache while all panels pass.</summary>
    private const int RowsOfChunk = 64;

    /// <summary>Multiplies rows by panels.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Run(float* a, nint stride, int rows, float* panels, int depth, int columns, in Epilogue end, float* y, nint yStride)
    {
        if (rows <= RowsOfChunk) { Chunk(a, stride, rows, panels, depth, columns, in end, y, yStride); return; }
        for (int first = 0; first < rows; first += RowsOfChunk)
        {
            Epilogue part = end.At(first, 0);
            Chunk(a + (first * stride), stride, Math.Min(RowsOfChunk, rows - first), panels, depth, columns, in part, y + (first * yStride), yStride);
        }
    }

    /// <summary>Multiplies rows by a matrix that is not packed: 64 columns at a time, and there must be no others.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void RunPlain(float* a, nint stride, int rows, float* b, nint width, int depth, int columns, in Epilogue end, float* y, nint yStride)
    {
        for (int column = 0; column < columns; column += PanelLayout.Wide)
        {
            Epilogue part = end.At(0, column);
            Wide(a, stride, rows, b + column, width, depth, in part, y + column, yStride);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Chunk(float* a, nint stride, int rows, float* panels, int depth, int columns, in Epilogue end, float* y, nint yStride)
    {
        int wide = PanelLayout.WideColumns(columns);
        int column = 0;
        for (; column < wide; column += PanelLayout.Wide)
        {
            Epilogue part = end.At(0, column);
            Wide(a, stride, rows, panels + ((nint)column * depth), PanelLayout.Wide, depth, in part, y + column, yStride);
        }

        for (; column < columns; column += PanelLayout.Narrow)
        {
            Epilogue part = end.At(0, column);
            Narrow(a, stride, rows, panels + ((nint)column * depth), depth, in part, y + column, yStride, Math.Min(PanelLayout.Narrow, columns - column));
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Wide(float* a, nint stride, int rows, float* b, nint width, int depth, in Epilogue end, float* y, nint yStride)
    {
        int row = 0;
        if (TLanes.HasManyRegisters)
        {
            for (; row <= rows - 8; row += 8)
            {
                for (int column = 0; column < PanelLayout.Wide; column += 2 * TLanes.Count)
                {
                    Epilogue part = end.At(row, column);
                    MatrixTiles<TLanes, TVector>.Tile8x2(
                        a + (row * stride), stride, b + column, width, depth, in part, y + (row * yStride) + column, yStride);
                }
            }
        }

        for (; row <= rows - 4; row += 4)
        {
            for (int column = 0; column < PanelLayout.Wide; column += 2 * TLanes.Count)
            {
                Epilogue part = end.At(row, column);
                MatrixTiles<TLanes, TVector>.Tile4x2(
                    a + (row * stride), stride, b + column, width, depth, in part, y + (row * yStride) + column, yStride);
            }
        }

        for (; row < rows; row++) { WideRow(a + (row * stride), b, width, depth, end.At(row, 0), y + (row * yStride)); }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void WideRow(float* a, float* b, nint width, int depth, in Epilogue end, float* y)
    {
        if (4 * TLanes.Count == PanelLayout.Wide)
        {
            MatrixTiles<TLanes, TVector>.Tile1x4(a, 0, b, width, depth, in end, y, 0);
            return;
        }

        for (int column = 0; column < PanelLayout.Wide; column += 8 * TLanes.Count)
        {
            Epilogue part = end.At(0, column);
            MatrixTiles<TLanes, TVector>.Tile1x8(a, 0, b + column, width, depth, in part, y + column, 0);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Narrow(float* a, nint stride, int rows, float* b, int depth, in Epilogue end, float* y, nint yStride, int columns)
    {
        float* sums = stackalloc float[4 * PanelLayout.Narrow];
        int row = 0;
        if (TLanes.HasManyRegisters)
        {
            for (; row <= rows - 4; row += 4)
            {
                for (int column = 0; column < columns; column += TLanes.Count)
                {
                    MatrixTiles<TLanes, TVector>.Narrow4x1(a + (row * stride), stride, b + column, PanelLayout.Narrow, depth, sums + column);
                }

                for (int of4 = 0; of4 < 4; of4++)
                {
                    Epilogue part = end.At(row + of4, 0);
                    MatrixTiles<TLanes, TVector>.Finish(in part, sums + (of4 * PanelLayout.Narrow), y + ((row + of4) * yStride), columns);
                }
            }
        }

        for (; row < rows; row++)
        {
            Epilogue part = end.At(row, 0);
            NarrowRow(a + (row * stride), b, depth, sums, columns);
            MatrixTiles<TLanes, TVector>.Finish(in part, sums, y + (row * yStride), columns);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void NarrowRow(float* a, float* b, int depth, float* sums, int columns)
    {
        if (TLanes.Count == PanelLayout.Narrow) { MatrixTiles<TLanes, TVector>.Narrow1x1(a, 0, b, PanelLayout.Narrow, depth, sums); return; }
        for (int column = 0; column < columns; column += 2 * TLanes.Count)
        {
            MatrixTiles<TLanes, TVector>.Narrow1x2(a, 0, b + column, PanelLayout.Narrow, depth, sums + column);
        }
    }
}
