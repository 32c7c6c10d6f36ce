using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Activations that come as floats, and are quantized by the range that they have.</summary>
/// <param name="input">The floats.</param>
/// <param name="isPerRow">Whether each row has a range of its own, which keeps rows apart; else all share one, as in ONNX.</param>
internal sealed class DynamicActivations(Value input, bool isPerRow) : Activations
{
    // The rows that are read before the first of them is written.
    private readonly DynamicRange[] _ranges = new DynamicRange[isPerRow ? ProductStep.RowsAtOnce : 1];

    /// <inheritdoc/>
    public override float ScaleOf(int row) => _ranges[row % _ranges.Length].Scale;

    /// <inheritdoc/>
    public override void Begin()
    {
        if (!isPerRow) { _ranges[0] = DynamicRange.Of(VectorWidths.Best, input.Elements<float>()); }
    }

    /// <inheritdoc/>
    public override void Read(int row, Span<short> to)
    {
        ReadOnlySpan<float> x = RowOf(row, to.Length, out DynamicRange range);
        QuantizeKernel.Run(VectorWidths.Best, x, to, range.Scale, range.Range.Centred);
    }

    /// <inheritdoc/>
    public override int Read(int row, Span<byte> to)
    {
        ReadOnlySpan<float> x = RowOf(row, to.Length, out DynamicRange range);
        QuantizeKernel.Run(VectorWidths.Best, x, to, range.Scale, range.Range);
        return range.ZeroPoint;
    }

    private ReadOnlySpan<float> RowOf(int row, int length, out DynamicRange range)
    {
        ReadOnlySpan<float> x = input.Elements<float>().Slice(row * length, length);
        ref DynamicRange kept = ref _ranges[row % _ranges.Length];
        if (isPerRow) { kept = DynamicRange.Of(VectorWidths.Best, x); }
        range = kept;
        return x;
    }
}
