namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>
/// The right side of an integer product for dot products of bytes, packed once: rows by fours, in them all columns, in them the four bytes that meet four
/// activations. Unsigned bytes are stored less 128. Immutable; safe to share.
/// </summary>
internal sealed unsafe class VnniMatrix
{
    /// <summary>The columns are filled up to whole blocks of so many.</summary>
    public const int Block = 16;

    private readonly AlignedMemory _memory;

    /// <summary>Packs a matrix.</summary>
    /// <param name="weights">The matrix.</param>
    public VnniMatrix(Int8Weights weights)
    {
        (Rows, Columns) = (weights.Rows, weights.Columns);
        Fours = (Rows + 3) / 4;
        PaddedColumns = checked(Columns + Block - 1) / Block * Block;
        _memory = new AlignedMemory(checked(PaddedColumns * Fours * 4));
        ColumnSums = new int[PaddedColumns];
        for (int row = 0; row < Rows; row++)
        {
            sbyte* to = Bytes + ((nint)(row / 4) * RowOfFours) + (row % 4);
            for (int column = 0; column < Columns; column++)
            {
                sbyte weight = weights[row, column];
                to[4 * column] = weight;
                ColumnSums[column] += weight;
            }
        }

        ZeroPoints = weights.SignedZeroPoints(PaddedColumns);
    }

    /// <summary>Length of the sums.</summary>
    public int Rows { get; }

    /// <summary>Number of sums.</summary>
    public int Columns { get; }

    /// <summary>Fours of rows; the last is filled up with zeros.</summary>
    public int Fours { get; }

    /// <summary>Columns including those that fill up the last block: what a row of sums has room for.</summary>
    public int PaddedColumns { get; }

    /// <summary>Bytes from four rows to the next.</summary>
    public nint RowOfFours => (nint)PaddedColumns * 4;

    /// <summary>Bytes of a row of activations: its zero point as an integer, then its bytes, filled up to whole fours.</summary>
    public int RowBytes => sizeof(int) + (Fours * 4);

    /// <summary>Sum of each column as stored.</summary>
    public int[] ColumnSums { get; }

    /// <summary>Zero points as stored, one a padded column; empty when all are 0.</summary>
    public int[] ZeroPoints { get; }

    /// <summary>The first byte.</summary>
    public sbyte* Bytes => (sbyte*)_memory.Pointer;
}
