using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>
/// Integer products of matrices by dot products of four unsigned bytes with four signed ones, exact: the form of the instruction that does not saturate. The
/// zero points are taken off the sums: <c>sum (a - za)(w - zw) = sum aw - za sum w - zw (sum a - n za)</c>. Sums wrap beyond 32 bits, as ONNX Runtime's do.
/// </summary>
internal static unsafe class VnniGemm
{
    private const int RowsAtOnce = 4;

    /// <summary>Whether the machine has the instruction.</summary>
    public static bool IsSupported => AvxVnni.IsSupported;

    /// <summary>Multiplies.</summary>
    /// <param name="isHardware">Whether to use the instruction; else its twin in plain code.</param>
    /// <param name="activations">Rows of <see cref="VnniMatrix.RowBytes"/> bytes.</param>
    /// <param name="weights">Weights.</param>
    /// <param name="sums">Rows of <see cref="VnniMatrix.PaddedColumns"/> sums.</param>
    /// <param name="rows">Number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Multiply(bool isHardware, ReadOnlySpan<byte> activations, VnniMatrix weights, Span<int> sums, int rows)
    {
        fixed (byte* a = activations[..(rows * weights.RowBytes)])
        fixed (int* c = sums[..(rows * weights.PaddedColumns)])
        {
            for (int column = 0; column < weights.PaddedColumns; column += VnniMatrix.Block)
            {
                sbyte* b = weights.Bytes + (4 * column);
                int row = 0;
                if (isHardware)
                {
                    for (; row <= rows - RowsAtOnce; row += RowsAtOnce)
                    {
                        VnniTiles.FourBy16(Bytes(a, weights, row), weights.RowBytes, weights.Fours, b, weights.RowOfFours, Sums(c, weights, row) + column, weights.PaddedColumns);
                    }
                }

                for (; row < rows; row++)
                {
                    if (isHardware) { VnniTiles.OneBy16(Bytes(a, weights, row), weights.Fours, b, weights.RowOfFours, Sums(c, weights, row) + column); }
                    else { Scalar(Bytes(a, weights, row), weights.Fours, b, weights.RowOfFours, Sums(c, weights, row) + column); }
                }
            }

            for (int row = 0; row < rows; row++) { TakeZeroPoints(Bytes(a, weights, row), weights, Sums(c, weights, row)); }
        }

        GC.KeepAlive(weights);
    }

    private static byte* Bytes(byte* a, VnniMatrix weights, int row) => a + ((nint)row * weights.RowBytes) + sizeof(int);

    private static int* Sums(int* c, VnniMatrix weights, int row) => c + ((nint)row * weights.PaddedColumns);

    /// <summary>The specification: 16 columns of one row.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Scalar(byte* a, nint fours, sbyte* b, nint rowOfFours, int* c)
    {
        new Span<int>(c, VnniMatrix.Block).Clear();
        for (nint four = 0; four < fours; four++, a += 4, b += rowOfFours)
        {
            for (int column = 0; column < VnniMatrix.Block; column++)
            {
                sbyte* w = b + (4 * column);
                c[column] += (a[0] * w[0]) + (a[1] * w[1]) + (a[2] * w[2]) + (a[3] * w[3]);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void TakeZeroPoints(byte* a, VnniMatrix weights, int* c)
    {
        int zero = ((int*)a)[-1];
        if (zero != 0)
        {
            int[] sums = weights.ColumnSums;
            for (int column = 0; column < sums.Length; column++) { c[column] -= zero * sums[column]; }
        }

        int[] zeroPoints = weights.ZeroPoints;
        if (zeroPoints.Length == 0) { return; }
        int sum = -weights.Rows * zero;
        for (int i = 0; i < weights.Rows; i++) { sum += a[i]; }
        for (int column = 0; column < zeroPoints.Length; column++) { c[column] -= sum * zeroPoints[column]; }
    }
}
