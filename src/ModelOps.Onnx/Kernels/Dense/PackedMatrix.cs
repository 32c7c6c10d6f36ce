namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>Right side of a product that does not change: packed once. Immutable.</summary>
internal sealed unsafe class PackedMatrix
{
    private readonly AlignedFloats _panels;

    /// <summary>Packs a matrix.</summary>
    /// <param name="values">Its elements: row-major, <c>[depth, columns]</c>, or <c>[columns, depth]</c> if transposed.</param>
    /// <param name="depth">Rows, which the product sums over.</param>
    /// <param name="columns">Columns.</param>
    /// <param name="isTransposed">Whether the elements lie column by column.</param>
    public PackedMatrix(ReadOnlySpan<float> values, int depth, int columns, bool isTransposed = false)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(values.Length, checked(depth * columns));
        Depth = depth;
        Columns = columns;
        _panels = new AlignedFloats(PanelLayout.Length(depth, columns));
        fixed (float* from = values)
        {
            PanelLayout.Pack(from, depth, columns, isTransposed ? 1 : columns, isTransposed ? depth : 1, _panels.Pointer);
        }
    }

    public int Depth { get; }

    public int Columns { get; }

    /// <summary>Panels as <see cref="PanelLayout"/> lays them. Keep this object alive while you read them.</summary>
    public float* Panels => _panels.Pointer;
}
