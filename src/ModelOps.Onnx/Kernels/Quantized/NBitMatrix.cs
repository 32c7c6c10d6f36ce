namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>
/// Weights of 4 or 8 bits in blocks along the sums, each with a scale and a zero point, kept as they are and widened during the product.
/// Source: com.microsoft.MatMulNBits, whose layout this is: columns one after another, in each its blocks, 4-bit pairs with the first in the low half.
/// </summary>
internal sealed unsafe class NBitMatrix
{
    /// <summary>Smallest block that the operator has.</summary>
    public const int LeastBlock = 16;

    private readonly AlignedMemory _memory;

    /// <summary>Keeps weights.</summary>
    /// <param name="values">Packed weights.</param>
    /// <param name="bits">4 or 8.</param>
    /// <param name="blockSize">Weights of a block: a power of two from 16.</param>
    /// <param name="rows">Length of the sums.</param>
    /// <param name="columns">Number of sums.</param>
    /// <param name="scales">Scale of each block, column by column.</param>
    /// <param name="zeroPoints">Packed zero points, each column from a whole byte; empty for the middle of the range.</param>
    public NBitMatrix(ReadOnlySpan<byte> values, int bits, int blockSize, int rows, int columns, ReadOnlySpan<float> scales, ReadOnlySpan<byte> zeroPoints)
    {
        Bits = bits;
        BlockSize = blockSize;
        Rows = rows;
        Columns = columns;
        Blocks = (rows + blockSize - 1) / blockSize;
        ColumnBytes = Blocks * blockSize * bits / 8;
        _memory = new AlignedMemory(checked(ColumnBytes * columns));
        values[.._memory.Length].CopyTo(_memory.Bytes);
        Scales = scales[..(Blocks * columns)].ToArray();
        Offsets = new float[Scales.Length];
        int zeroPointBytes = ((Blocks * bits) + 7) / 8;
        for (int i = 0; i < Offsets.Length; i++)
        {
            (int column, int block) = Math.DivRem(i, Blocks);
            int zeroPoint = zeroPoints.IsEmpty ? 1 << (bits - 1)
                : bits == 8 ? zeroPoints[i]
                : (zeroPoints[(column * zeroPointBytes) + (block >> 1)] >> (4 * (block & 1))) & 15;
            Offsets[i] = Scales[i] * zeroPoint;
        }
    }

    /// <summary>Bits of a weight.</summary>
    public int Bits { get; }

    /// <summary>Weights of a block.</summary>
    public int BlockSize { get; }

    /// <summary>Length of the sums.</summary>
    public int Rows { get; }

    /// <summary>Number of sums.</summary>
    public int Columns { get; }

    /// <summary>Blocks of a column.</summary>
    public int Blocks { get; }

    /// <summary>Bytes of a column.</summary>
    public int ColumnBytes { get; }

    /// <summary>Scale of each block, column by column.</summary>
    public float[] Scales { get; }

    /// <summary>Scale times zero point of each block.</summary>
    public float[] Offsets { get; }

    /// <summary>Floats that a prepared row of activations has: whole blocks, then the sum of each block.</summary>
    public int PreparedLength => Blocks * (BlockSize + 1);

    /// <summary>The first column.</summary>
    public byte* Values => _memory.Pointer;
}
