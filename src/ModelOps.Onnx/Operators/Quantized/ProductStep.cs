using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>A product of rows with constant weights: its shapes.</summary>
/// <param name="input">The left side, its last dimension the length of the sums.</param>
/// <param name="output">The output.</param>
/// <param name="depth">Length of the sums.</param>
/// <param name="columns">Number of sums of a row.</param>
internal abstract class ProductStep(Value input, Value output, int depth, int columns) : Step
{
    /// <summary>Rows that are read before the first of them is written.</summary>
    public const int RowsAtOnce = 16;

    /// <summary>Number of rows.</summary>
    protected int Count { get; private set; }

    /// <summary>Most rows that are read before the first of them is written, in this call.</summary>
    protected int Block { get; private set; }

    /// <inheritdoc/>
    public sealed override void Bind()
    {
        if (input.Rank == 0 || input.Shape[^1] != depth) { throw new ShapeException($"the rows of {input} are not {depth} long, as the weights ask for"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        input.Shape.CopyTo(shape);
        shape[input.Rank - 1] = columns;
        output.SetShape(shape[..input.Rank]);
        Count = 1;
        foreach (int dimension in input.Shape[..^1]) { Count *= dimension; }
        Block = Math.Min(RowsAtOnce, Count);
        ScratchBytes = FindScratch();
    }

    /// <summary>Scratch memory for <see cref="Block"/> rows, in bytes.</summary>
    protected abstract int FindScratch();
}
