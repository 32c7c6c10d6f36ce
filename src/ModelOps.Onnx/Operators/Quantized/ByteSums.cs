using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Sums as bytes again.</summary>
/// <param name="output">The output.</param>
/// <param name="scales">Scales of input and columns over that of the output.</param>
/// <param name="bias">One a column; empty for none.</param>
/// <param name="range">Where to cut off.</param>
internal sealed class ByteSums(Value output, float[] scales, int[] bias, QuantizedRange range) : SumWriter
{
    /// <inheritdoc/>
    public override void Write(int row, Span<int> sums, float scale) =>
        Int8Finish.ToIntegers(VectorWidths.Best, sums, output.Elements().Slice(row * sums.Length, sums.Length), scales, bias, range);
}
