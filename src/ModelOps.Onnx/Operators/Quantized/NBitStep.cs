using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Operator <c>com.microsoft.MatMulNBits</c>: float activations by weights of 4 or 8 bits.</summary>
/// <param name="input">Activations.</param>
/// <param name="output">The output.</param>
/// <param name="weights">Weights.</param>
/// <param name="bias">One a column; empty for none.</param>
internal sealed unsafe class NBitStep(Value input, Value output, NBitMatrix weights, float[] bias) : Step
{
    private int _rows;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (input.Rank == 0 || input.Shape[^1] != weights.Rows) { throw new ShapeException($"the rows of {input} are not {weights.Rows} long, as the weights ask for"); }
        Span<int> shape = stackalloc int[Value.MaxRank];
        input.Shape.CopyTo(shape);
        shape[input.Rank - 1] = weights.Columns;
        output.SetShape(shape[..input.Rank]);
        _rows = weights.Rows == 0 ? 0 : input.Count / weights.Rows;
        ScratchBytes = checked(weights.PreparedLength * sizeof(float));
    }

    /// <inheritdoc/>
    public override void Run()
    {
        Span<float> prepared = new(Scratch, weights.PreparedLength);
        ReadOnlySpan<float> x = input.Elements<float>();
        Span<float> y = output.Elements<float>();
        for (int row = 0; row < _rows; row++)
        {
            NBitProduct.Prepare(x.Slice(row * weights.Rows, weights.Rows), weights, prepared);
            NBitProduct.Multiply(VectorWidths.Best, prepared, weights, bias, y.Slice(row * weights.Columns, weights.Columns));
        }
    }
}
