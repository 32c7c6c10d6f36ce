using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>
/// The right side of an integer product, packed once: panels of 64 columns, then of 16, in which the two bytes that meet a pair of activations are neighbours.
/// Unsigned bytes are stored less 128, and so are their zero points, which changes no difference. Immutable; safe to share.
/// </summary>
internal sealed unsafe class PackedInt8Matrix
{
    /// <summary>Columns of a wide panel.</summary>
    public const int Wide = 64;

    /// <summary>Columns of a narrow panel.</summary>
    public const int Narrow = 16;

    /// <summary>Most bytes that are kept as words too: with them the nearest cache still holds a small network.</summary>
    private const int MostWidened = 1 << 13;

    private readonly AlignedMemory _memory;
    private readonly AlignedMemory? _words;

    /// <summary>Packs a matrix.</summary>
    /// <param name="weights">The matrix.</param>
    public PackedInt8Matrix(Int8Weights weights)
    {
        (Rows, Columns) = (weights.Rows, weights.Columns);
        Pairs = (Rows + 1) / 2;
        WidePanels = Columns / Wide;
        NarrowPanels = ((Columns % Wide) + Narrow - 1) / Narrow;
        PaddedColumns = (WidePanels * Wide) + (NarrowPanels * Narrow);
        _memory = new AlignedMemory(checked(PaddedColumns * Pairs * 2));
        (nint rowStride, nint columnStride) = weights.IsTransposed ? ((nint)1, (nint)Rows) : (Columns, 1);
        ref byte start = ref MemoryMarshal.GetReference(weights.Values.Span);
        for (int column = 0; column < Columns; column++)
        {
            sbyte* to = ColumnStart(column, out int pairStride);
            for (int row = 0; row < Rows; row++)
            {
                to[((nint)(row >> 1) * pairStride) + (row & 1)] = (sbyte)(Unsafe.Add(ref start, (row * rowStride) + (column * columnStride)) ^ weights.Flip);
            }
        }

        ZeroPoints = weights.SignedZeroPoints(PaddedColumns);
        if (_memory.Length > MostWidened) { return; }
        _words = new AlignedMemory(_memory.Length * sizeof(short));
        for (int i = 0; i < _memory.Length; i++) { ((short*)_words.Pointer)[i] = Panels[i]; }
    }

    /// <summary>Length of the sums.</summary>
    public int Rows { get; }

    /// <summary>Number of sums.</summary>
    public int Columns { get; }

    /// <summary>Pairs of rows; the last is filled up with zeros.</summary>
    public int Pairs { get; }

    /// <summary>Columns including those that fill up the last panel: what a row of sums has room for.</summary>
    public int PaddedColumns { get; }

    /// <summary>Elements of a row of activations, filled up with a zero to whole pairs.</summary>
    public int PaddedRows => Pairs * 2;

    /// <summary>Number of wide panels.</summary>
    public int WidePanels { get; }

    /// <summary>Number of narrow panels, which follow the wide ones.</summary>
    public int NarrowPanels { get; }

    /// <summary>Zero points as stored, one a padded column; empty when all are 0.</summary>
    public int[] ZeroPoints { get; }

    /// <summary>The first panel.</summary>
    public sbyte* Panels => (sbyte*)_memory.Pointer;

    /// <summary>The same as 16-bit integers, which saves widening them in each product of one row; null for larger matrices, which are bound by loading.</summary>
    public short* Words => _words is null ? null : (short*)_words.Pointer;

    private sbyte* ColumnStart(int column, out int pairStride)
    {
        int wide = WidePanels * Wide;
        pairStride = 2 * (column < wide ? Wide : Narrow);
        int width = pairStride / 2;
        int panel = column < wide ? column / Wide * Wide : wide + ((column - wide) / Narrow * Narrow);
        return Panels + ((nint)panel * Pairs * 2) + ((column - panel) % width * 2);
    }
}
