using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Activations that come as floats, and are quantized by a constant scale.</summary>
/// <param name="input">The floats.</param>
/// <param name="scale">Their scale.</param>
/// <param name="isScaled">Whether sums are to be multiplied with it.</param>
/// <param name="range">Where to cut off.</param>
internal sealed class StaticActivations(Value input, float scale, bool isScaled, QuantizedRange range) : Activations
{
    /// <inheritdoc/>
    public override float ScaleOf(int row) => isScaled ? scale : 1f;

    /// <inheritdoc/>
    public override void Begin()
    {
    }

    /// <inheritdoc/>
    public override void Read(int row, Span<short> to) =>
        QuantizeKernel.Run(VectorWidths.Best, input.Elements<float>().Slice(row * to.Length, to.Length), to, scale, range.Centred);

    /// <inheritdoc/>
    public override int Read(int row, Span<byte> to)
    {
        QuantizeKernel.Run(VectorWidths.Best, input.Elements<float>().Slice(row * to.Length, to.Length), to, scale, range.Unsigned);
        return range.Unsigned.Offset;
    }
}
