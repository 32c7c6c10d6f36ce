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
internal sealed unsafe class Int8ProductStep(Value input, Value output, PackedInt8Matrix weights, Activations activations, SumWriter writer) : Step
{
    /// <summary>Rows that are read before the first of them is written.</summary>
    public const int RowsAtOnce = 16;

    private int _rows;
    private int _block;
    private int _activationBytes;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (input.Rank == 0 || input.Shape[^1] != weights.Rows) { throw new ShapeException($"the rows of {input} are not {weights.Rows} long, as the weights ask for"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        input.Shape.CopyTo(shape);
        shape[input.Rank - 1] = weights.Columns;
        output.SetShape(shape[..input.Rank]);
        _rows = 1;
        foreach (int dimension in input.Shape[..^1]) { _rows *= dimension; }
        _block = Math.Min(RowsAtOnce, _rows);
        _activationBytes = AlignedMemory.RoundUp(checked(_block * weights.PaddedRows * sizeof(short)));
        ScratchBytes = checked(_activationBytes + (_block * weights.PaddedColumns * sizeof(int)));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        activations.Begin();
        Span<short> rows = MemoryMarshal.Cast<byte, short>(new Span<byte>(Scratch, _activationBytes));
        Span<int> sums = new(Scratch + _activationBytes, _block * weights.PaddedColumns);
        for (int first = 0; first < _rows; first += _block)
        {
            int count = Math.Min(_block, _rows - first);
            for (int i = 0; i < count; i++)
            {
                Span<short> row = rows.Slice(i * weights.PaddedRows, weights.PaddedRows);
                if (weights.PaddedRows != weights.Rows) { row[^1] = 0; }
                activations.Read(first + i, row[..weights.Rows]);
            }

            Int8Gemm.Multiply(VectorWidths.Best, rows, weights, sums, count);
            for (int i = 0; i < count; i++) { writer.Write(first + i, sums.Slice(i * weights.PaddedColumns, weights.Columns), activations.ScaleOf(first + i)); }
        }
    }
}
