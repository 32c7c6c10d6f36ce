namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>The left side of an integer product: rows of 16-bit integers whose zero point is taken off.</summary>
internal abstract class Activations
{
    /// <summary>All rows, where they lie ready; else empty.</summary>
    public virtual ReadOnlySpan<short> Words => [];

    /// <summary>What a row's sums are to be multiplied with, besides the scale of the weights.</summary>
    public abstract float ScaleOf(int row);

    /// <summary>Looks at all rows before the first is read.</summary>
    public abstract void Begin();

    /// <summary>Reads a row.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="to">Its elements.</param>
    public abstract void Read(int row, Span<short> to);

    /// <summary>Reads a row as unsigned bytes, signed ones 128 higher.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="to">Its elements.</param>
    /// <returns>The zero point, as much higher.</returns>
    public abstract int Read(int row, Span<byte> to);
}
