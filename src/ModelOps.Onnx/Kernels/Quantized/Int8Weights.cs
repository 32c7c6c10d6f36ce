using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>The right side of an integer product before it is packed.</summary>
/// <param name="Values">Its bytes.</param>
/// <param name="IsSigned">Whether they are signed.</param>
/// <param name="Rows">Rows, the length of the sums.</param>
/// <param name="Columns">Columns, the number of sums.</param>
/// <param name="IsTransposed">Whether the bytes of a column, rather than those of a row, lie side by side.</param>
/// <param name="ZeroPoints">None for zero, one for all columns, or one a column; bytes of the same type as the values.</param>
internal sealed record Int8Weights(ReadOnlyMemory<byte> Values, bool IsSigned, int Rows, int Columns, bool IsTransposed, byte[] ZeroPoints)
{
    /// <summary>What is flipped in a byte to sign it: unsigned bytes less 128, and so their zero points, which changes no difference.</summary>
    public int Flip => IsSigned ? 0 : 128;

    /// <summary>An element as a signed byte.</summary>
    public sbyte this[int row, int column] => (sbyte)(Values.Span[IsTransposed ? (column * Rows) + row : (row * Columns) + column] ^ Flip);

    /// <summary>Zero points of elements as signed bytes, one a padded column; empty when all are 0.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int[] SignedZeroPoints(int paddedColumns)
    {
        if (ZeroPoints.Length == 0 && Flip == 0) { return []; }
        int[] signed = new int[paddedColumns];
        for (int column = 0; column < Columns; column++)
        {
            byte zeroPoint = ZeroPoints.Length switch { 0 => 0, 1 => ZeroPoints[0], _ => ZeroPoints[column] };
            signed[column] = (sbyte)(zeroPoint ^ Flip);
        }

        return Array.TrueForAll(signed, static zeroPoint => zeroPoint == 0) ? [] : signed;
    }
}
