using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>A product of activations with weights of 8 bits by dot products of bytes; otherwise as <see cref="Int8ProductStep"/>.</summary>
/// <param name="input">The left side, its last dimension the length of the sums.</param>
/// <param name="output">The output.</param>
/// <param name="weights">The right side.</param>
/// <param name="activations">Reads the left side.</param>
/// <param name="writer">Writes the output.</param>
/// <param name="isHardware">Whether to use the instruction, which the machine must have.</param>
internal sealed unsafe class VnniProductStep(Value input, Value output, VnniMatrix weights, Activations activations, SumWriter writer, bool isHardware)
    : ProductStep(input, output, weights.Rows, weights.Columns)
{
    private int _activationBytes;

    /// <inheritdoc/>
    protected override int FindScratch()
    {
        _activationBytes = AlignedMemory.RoundUp(checked(Block * weights.RowBytes));
        return checked(_activationBytes + (Block * weights.PaddedColumns * sizeof(int)));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        activations.Begin();
        Span<byte> rows = new(Scratch, Block * weights.RowBytes);
        Span<int> sums = new(Scratch + _activationBytes, Block * weights.PaddedColumns);
        for (int first = 0; first < Count; first += Block)
        {
            int count = Math.Min(Block, Count - first);
            for (int i = 0; i < count; i++)
            {
                Span<byte> row = rows.Slice(i * weights.RowBytes, weights.RowBytes);
                row[(sizeof(int) + weights.Rows)..].Clear();
                *(int*)(Scratch + (i * weights.RowBytes)) = activations.Read(first + i, row.Slice(sizeof(int), weights.Rows));
            }

            VnniGemm.Multiply(isHardware, rows, weights, sums, count);
            for (int i = 0; i < count; i++) { writer.Write(first + i, sums.Slice(i * weights.PaddedColumns, weights.Columns), activations.ScaleOf(first + i)); }
        }
    }
}
