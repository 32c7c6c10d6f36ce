using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Activations that come as bytes whose zero point is taken off already.</summary>
/// <param name="input">The 16-bit integers.</param>
/// <param name="scale">What sums are multiplied with.</param>
/// <param name="range">Where the bytes were cut off.</param>
internal sealed class WordActivations(Value input, float scale, QuantizedRange range) : Activations
{
    /// <inheritdoc/>
    public override ReadOnlySpan<short> Words => input.Elements<short>();

    /// <inheritdoc/>
    public override float ScaleOf(int row) => scale;

    /// <inheritdoc/>
    public override void Begin()
    {
    }

    /// <inheritdoc/>
    public override void Read(int row, Span<short> to) => Words.Slice(row * to.Length, to.Length).CopyTo(to);

    /// <inheritdoc/>
    public override int Read(int row, Span<byte> to)
    {
        ReadOnlySpan<short> from = Words.Slice(row * to.Length, to.Length);
        for (int i = 0; i < to.Length; i++) { to[i] = (byte)(from[i] - range.Low); }
        return -range.Low;
    }
}
