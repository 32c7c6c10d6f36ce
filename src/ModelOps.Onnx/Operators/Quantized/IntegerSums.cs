using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>The sums themselves.</summary>
/// <param name="output">The output.</param>
internal sealed class IntegerSums(Value output) : SumWriter
{
    /// <inheritdoc/>
    public override void Write(int row, Span<int> sums, float scale) => sums.CopyTo(output.Elements<int>()[(row * sums.Length)..]);
}
