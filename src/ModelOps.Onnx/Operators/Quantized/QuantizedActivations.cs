using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Activations that come as bytes.</summary>
/// <param name="input">The bytes, signed or not.</param>
/// <param name="scale">Their scale; null where it does not matter.</param>
/// <param name="zeroPoint">Their zero point; null for 0.</param>
internal sealed class QuantizedActivations(Value input, Value? scale, Value? zeroPoint) : Activations
{
    private readonly bool _isSigned = input.Type == OnnxElementType.Int8;
    private float _scale;
    private int _zeroPoint;

    /// <inheritdoc/>
    public override float ScaleOf(int row) => _scale;

    /// <inheritdoc/>
    public override void Begin()
    {
        _scale = scale is null ? 1f : scale.Elements<float>()[0];
        byte zero = zeroPoint is null ? (byte)0 : zeroPoint.Elements()[0];
        _zeroPoint = _isSigned ? (sbyte)zero : zero;
    }

    /// <inheritdoc/>
    public override void Read(int row, Span<short> to) =>
        CentreKernel.Run(VectorWidths.Best, input.Elements().Slice(row * to.Length, to.Length), _isSigned, to, _zeroPoint);

    /// <inheritdoc/>
    public override int Read(int row, Span<byte> to)
    {
        ReadOnlySpan<byte> from = input.Elements().Slice(row * to.Length, to.Length);
        if (!_isSigned)
        {
            from.CopyTo(to);
            return _zeroPoint;
        }

        for (int i = 0; i < to.Length; i++) { to[i] = (byte)(from[i] ^ 128); }
        return _zeroPoint + 128;
    }
}
