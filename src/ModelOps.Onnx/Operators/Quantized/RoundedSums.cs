using System.Runtime.InteropServices;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Sums as bytes and those as floats: what the bytes would be read as.</summary>
/// <param name="output">The output.</param>
/// <param name="scales">Scales of input and columns over that of the output.</param>
/// <param name="bias">One a column; empty for none.</param>
/// <param name="range">Where to cut off.</param>
/// <param name="type">Type of the bytes.</param>
/// <param name="scaleOfOutput">Scale of the output.</param>
internal sealed class RoundedSums(Value output, float[] scales, int[] bias, QuantizedRange range, OnnxElementType type, float scaleOfOutput) : SumWriter
{
    private readonly byte[] _bytes = new byte[scales.Length];

    /// <inheritdoc/>
    public override void Write(int row, Span<int> sums, float scale)
    {
        Int8Finish.ToIntegers<byte>(VectorWidths.Best, sums, _bytes, scales, bias, range);
        Span<float> y = output.Elements<float>().Slice(row * sums.Length, sums.Length);
        if (type == OnnxElementType.Int8) { DequantizeKernel.Run(VectorWidths.Best, MemoryMarshal.Cast<byte, sbyte>(_bytes), y, scaleOfOutput, range.Offset); }
        else { DequantizeKernel.Run<byte>(VectorWidths.Best, _bytes, y, scaleOfOutput, range.Offset); }
    }
}
