namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>How the right side of a product lies in memory: panels of 64 columns, then of 16, each with its rows one after the other. The last is filled up with zeros.</summary>
internal static class PanelLayout
{
    /// <summary>Columns of a wide panel: one row of it is four vectors of 512 bits.</summary>
    public const int Wide = 64;

    /// <summary>Columns of a narrow panel.</summary>
    public const int Narrow = 16;

    /// <summary>Columns that lie in wide panels.</summary>
    public static int WideColumns(int columns) => columns - (columns % Wide);

    /// <summary>Floats that the panels take.</summary>
    public static int Length(int depth, int columns) => checked(depth * ((columns + Narrow - 1) / Narrow * Narrow));

    /// <summary>Copies a matrix into panels.</summary>
    /// <param name="from">First element.</param>
    /// <param name="depth">Rows of the matrix.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="rowStride">Floats from a row to the next.</param>
    /// <param name="columnStride">Floats from a column to the next; 1, or the row's length where the matrix is stored transposed.</param>
    /// <param name="to">Panels; <see cref="Length"/> floats.</param>
    public static unsafe void Pack(float* from, int depth, int columns, nint rowStride, nint columnStride, float* to)
    {
        int wide = WideColumns(columns);
        for (int column = 0; column < columns;)
        {
            int width = column < wide ? Wide : Narrow;
            int filled = Math.Min(width, columns - column);
            float* panel = from + (column * columnStride);
            if (columnStride == 1) { CopyRows(panel, depth, rowStride, filled, width, to); }
            else { CopyColumns(panel, depth, rowStride, columnStride, filled, width, to); }
            to += (nint)depth * width;
            column += filled;
        }
    }

    /// <summary>Sets one row of a matrix in panels, and zeros behind its last column.</summary>
    /// <param name="from">The row; there is room behind it for up to 15 floats more, which are overwritten.</param>
    /// <param name="columns">Columns of the matrix.</param>
    /// <param name="row">Index of the row.</param>
    /// <param name="depth">Rows of the matrix.</param>
    /// <param name="to">Panels.</param>
    public static unsafe void SetRow(float* from, int columns, int row, int depth, float* to)
    {
        int wide = WideColumns(columns);
        int filled = (columns + Narrow - 1) / Narrow * Narrow;
        new Span<float>(from + columns, filled - columns).Clear();
        for (int column = 0; column < filled;)
        {
            int width = column < wide ? Wide : Narrow;
            new ReadOnlySpan<float>(from + column, width).CopyTo(new Span<float>(to + ((nint)column * depth) + ((nint)row * width), width));
            column += width;
        }
    }

    private static unsafe void CopyRows(float* from, int depth, nint rowStride, int filled, int width, float* to)
    {
        for (int row = 0; row < depth; row++, from += rowStride, to += width)
        {
            Span<float> target = new(to, width);
            new ReadOnlySpan<float>(from, filled).CopyTo(target);
            target[filled..].Clear();
        }
    }

    private static unsafe void CopyColumns(float* from, int depth, nint rowStride, nint columnStride, int filled, int width, float* to)
    {
        for (int row = 0; row < depth; row++, from += rowStride, to += width)
        {
            int column = 0;
            for (; column < filled; column++) { to[column] = from[column * columnStride]; }
            for (; column < width; column++) { to[column] = 0; }
        }
    }
}
