using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>
/// Integer products of matrices, exact: 16-bit activations, their zero point already taken off, times packed bytes, summed in 32 bits. Never the instructions
/// that saturate. Sums wrap beyond 32 bits, as ONNX Runtime's do.
/// </summary>
internal static unsafe class Int8Gemm
{
    private const int RowsAtOnce = 4;

    /// <summary>Multiplies.</summary>
    /// <param name="width">Width to run in.</param>
    /// <param name="activations">Rows of <see cref="PackedInt8Matrix.PaddedRows"/> elements in -255..255.</param>
    /// <param name="weights">Weights.</param>
    /// <param name="sums">Rows of <see cref="PackedInt8Matrix.PaddedColumns"/> sums.</param>
    /// <param name="rows">Number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(VectorWidth width, ReadOnlySpan<short> activations, PackedInt8Matrix weights, Span<int> sums, int rows)
    {
        fixed (short* a = activations[..(rows * weights.PaddedRows)])
        fixed (int* c = sums[..(rows * weights.PaddedColumns)])
        {
            int row = 0;
            if (width >= VectorWidth.Bits256)
            {
                for (; row <= rows - RowsAtOnce; row += RowsAtOnce) { FourRows(width, a + ((nint)row * weights.PaddedRows), weights, c + ((nint)row * weights.PaddedColumns)); }
            }

            for (; row < rows; row++) { OneRow(width, a + ((nint)row * weights.PaddedRows), weights, c + ((nint)row * weights.PaddedColumns)); }
            if (weights.ZeroPoints.Length > 0)
            {
                for (row = 0; row < rows; row++) { TakeZeroPoints(width, a + ((nint)row * weights.PaddedRows), weights, c + ((nint)row * weights.PaddedColumns)); }
            }
        }

        GC.KeepAlive(weights);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(VectorWidth width, short* a, PackedInt8Matrix weights, int* c)
    {
        if (width == VectorWidth.Bits512 && weights.Words is not null)
        {
            OneRow(a, weights, c);
            return;
        }

        sbyte* b = weights.Panels;
        nint pairs = weights.Pairs;
        int* end = c + (weights.WidePanels * PackedInt8Matrix.Wide);
        for (; c < end; c += PackedInt8Matrix.Wide, b += pairs * 2 * PackedInt8Matrix.Wide)
        {
            if (width == VectorWidth.Bits512)
            {
                Int8Gemm512.OneBy64(a, pairs, b, c);
                continue;
            }

            for (int part = 0; part < PackedInt8Matrix.Wide; part += PackedInt8Matrix.Narrow) { OneBy16(width, a, pairs, b + (2 * part), 2 * PackedInt8Matrix.Wide, c + part); }
        }

        for (int panel = 0; panel < weights.NarrowPanels; panel++, c += PackedInt8Matrix.Narrow, b += pairs * 2 * PackedInt8Matrix.Narrow)
        {
            OneBy16(width, a, pairs, b, 2 * PackedInt8Matrix.Narrow, c);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void OneRow(short* a, PackedInt8Matrix weights, int* c)
    {
        short* b = weights.Words;
        nint pairs = weights.Pairs;
        int* end = c + (weights.WidePanels * PackedInt8Matrix.Wide);
        for (; c < end; c += PackedInt8Matrix.Wide, b += pairs * 2 * PackedInt8Matrix.Wide) { Int8Gemm512.OneBy64(a, pairs, b, c); }
        end = c + (weights.NarrowPanels * PackedInt8Matrix.Narrow);
        for (; c < end; c += PackedInt8Matrix.Narrow, b += pairs * 2 * PackedInt8Matrix.Narrow) { Int8Gemm512.OneBy16(a, pairs, b, 2 * PackedInt8Matrix.Narrow, c); }
    }

    private static void OneBy16(VectorWidth width, short* a, nint pairs, sbyte* b, nint stride, int* c)
    {
        switch (width)
        {
            case VectorWidth.Bits512: Int8Gemm512.OneBy16(a, pairs, b, stride, c); break;
            case VectorWidth.Bits256: Int8Gemm256.OneBy16(a, pairs, b, stride, c); break;
            case VectorWidth.Bits128: Int8Gemm128.OneBy16(a, pairs, b, stride, c); break;
            default: Scalar(a, pairs, b, stride, c); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FourRows(VectorWidth width, short* a, PackedInt8Matrix weights, int* c)
    {
        sbyte* b = weights.Panels;
        nint pairs = weights.Pairs;
        nint rowOfA = weights.PaddedRows, rowOfC = weights.PaddedColumns;
        int* end = c + (weights.WidePanels * PackedInt8Matrix.Wide);
        for (; c < end; c += PackedInt8Matrix.Wide, b += pairs * 2 * PackedInt8Matrix.Wide)
        {
            if (width == VectorWidth.Bits512)
            {
                Int8Gemm512.FourBy64(a, rowOfA, pairs, b, c, rowOfC);
                continue;
            }

            for (int part = 0; part < PackedInt8Matrix.Wide; part += PackedInt8Matrix.Narrow)
            {
                Int8Gemm256.FourBy16(a, rowOfA, pairs, b + (2 * part), 2 * PackedInt8Matrix.Wide, c + part, rowOfC);
            }
        }

        for (int panel = 0; panel < weights.NarrowPanels; panel++, c += PackedInt8Matrix.Narrow, b += pairs * 2 * PackedInt8Matrix.Narrow)
        {
            Int8Gemm256.FourBy16(a, rowOfA, pairs, b, 2 * PackedInt8Matrix.Narrow, c, rowOfC);
        }
    }

    /// <summary>The specification: 16 columns of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scalar(short* a, nint pairs, sbyte* b, nint stride, int* c)
    {
        new Span<int>(c, PackedInt8Matrix.Narrow).Clear();
        for (nint pair = 0; pair < pairs; pair++)
        {
            for (int column = 0; column < PackedInt8Matrix.Narrow; column++)
            {
                sbyte* two = b + (pair * stride) + (2 * column);
                c[column] += (a[2 * pair] * two[0]) + (a[(2 * pair) + 1] * two[1]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TakeZeroPoints(VectorWidth width, short* a, PackedInt8Matrix weights, int* c)
    {
        int sum = RowSums.Of(width, new ReadOnlySpan<short>(a, weights.PaddedRows));
        if (sum == 0) { return; }
        int[] zeroPoints = weights.ZeroPoints;
        for (int column = 0; column < zeroPoints.Length; column++) { c[column] -= sum * zeroPoints[column]; }
    }
}
