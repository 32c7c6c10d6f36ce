using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>A product of activations with packed weights of 8 bits, some rows at a time so that their sums stay in the nearest cache.</summary>
/// <param name="input">The left side, its last dimension the length of the sums.</param>
/// <param name="output">The output.</param>
/// <param name="weights">The right side.</param>
/// <param name="activations">Reads the left side.</param>
/// <param name="writer">Writes the output.</param>
internal sealed unsafe class Int8ProductStep(Value input, Value output, PackedInt8Matrix weights, Activations activations, SumWriter writer)
    : ProductStep(input, output, weights.Rows, weights.Columns)
{
    private int _activationBytes;

    /// <inheritdoc/>
    protected override int FindScratch()
    {
        _activationBytes = AlignedMemory.RoundUp(checked(Block * weights.PaddedRows * sizeof(short)));
        return checked(_activationBytes + (Block * weights.PaddedColumns * sizeof(int)));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        activations.Begin();
        Span<short> rows = MemoryMarshal.Cast<byte, short>(new Span<byte>(Scratch, _activationBytes));
        Span<int> sums = new(Scratch + _activationBytes, Block * weights.PaddedColumns);
        ReadOnlySpan<short> words = weights.PaddedRows == weights.Rows ? activations.Words : [];
        for (int first = 0; first < Count; first += Block)
        {
            int count = Math.Min(Block, Count - first);
            for (int i = 0; words.IsEmpty && i < count; i++)
            {
                Span<short> row = rows.Slice(i * weights.PaddedRows, weights.PaddedRows);
                if (weights.PaddedRows != weights.Rows) { row[^1] = 0; }
                activations.Read(first + i, row[..weights.Rows]);
            }

            Int8Gemm.Multiply(VectorWidths.Best, words.IsEmpty ? rows : words[(first * weights.PaddedRows)..], weights, sums, count);
            for (int i = 0; i < count; i++) { writer.Write(first + i, sums.Slice(i * weights.PaddedColumns, weights.Columns), activations.ScaleOf(first + i)); }
        }
    }
}
