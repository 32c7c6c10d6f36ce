using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Sums as floats: with integers added first, then scaled, then floats added, then ReLU.</summary>
/// <param name="output">The output.</param>
/// <param name="scales">Scales of the columns.</param>
/// <param name="integerBias">One a column; empty for none.</param>
/// <param name="bias">One a column; empty for none.</param>
/// <param name="isRelu">Whether negative answers become 0.</param>
internal sealed class FloatSums(Value output, float[] scales, int[] integerBias, float[] bias, bool isRelu) : SumWriter
{
    /// <inheritdoc/>
    public override void Write(int row, Span<int> sums, float scale)
    {
        for (int i = 0; i < integerBias.Length; i++) { sums[i] += integerBias[i]; }
        Int8Finish.ToFloats(VectorWidths.Best, sums, output.Elements<float>().Slice(row * sums.Length, sums.Length), scale, scales, bias, isRelu);
    }
}
