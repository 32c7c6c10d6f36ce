using System.Numerics;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Operator <c>DequantizeLinear</c>. Integers of 4 bits are unpacked first.</summary>
/// <typeparam name="T">Type of the integers, once unpacked.</typeparam>
internal sealed unsafe class DequantizeStep<T>(NodeValues values, QuantizedAxis axis) : Step
    where T : unmanaged, IBinaryInteger<T>
{
    private readonly Value _input = values.Input(0);
    private readonly Value _scale = values.Input(1);
    private readonly Value? _zeroPoint = values.OptionalInput(2);
    private readonly Value _output = values.Output(0);

    private bool IsPacked => _input.Type is OnnxElementType.Int4 or OnnxElementType.UInt4;

    /// <inheritdoc/>
    public override void Bind()
    {
        axis.Bind(_input, _scale);
        if (_zeroPoint is not null && _zeroPoint.Count != _scale.Count) { throw new ShapeException($"zero points {_zeroPoint} do not fit scales {_scale}"); }
        _output.SetShape(_input.Shape);
        ScratchBytes = IsPacked ? _input.Count + (_zeroPoint?.Count ?? 0) : 0;
    }

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<T> x = IsPacked ? Unpack(_input, Scratch) : _input.Elements<T>();
        ReadOnlySpan<T> zeroPoints = _zeroPoint is null ? [] : IsPacked ? Unpack(_zeroPoint, Scratch + _input.Count) : _zeroPoint.Elements<T>();
        ReadOnlySpan<float> scales = _scale.Elements<float>();
        Span<float> y = _output.Elements<float>();
        if (axis.IsWhole)
        {
            DequantizeKernel.Run(VectorWidths.Best, x, y, scales[0], zeroPoints.IsEmpty ? 0 : int.CreateTruncating(zeroPoints[0]));
            return;
        }

        if (axis is { Inner: 1, IsBlocked: false })
        {
            for (int first = 0; first < x.Length; first += axis.Length) { DequantizeKernel.RunEach(x.Slice(first, axis.Length), y[first..], scales, zeroPoints); }
            return;
        }

        for (int i = 0; i < axis.Outer * axis.Length; i++)
        {
            (int outer, int index) = Math.DivRem(i, axis.Length);
            int at = axis.ScaleOf(outer, index);
            ReadOnlySpan<T> from = x.Slice(i * axis.Inner, axis.Inner);
            Span<float> to = y.Slice(i * axis.Inner, axis.Inner);
            if (axis.IsBlocked) { DequantizeKernel.RunEach(from, to, scales.Slice(at, axis.Inner), zeroPoints.IsEmpty ? [] : zeroPoints.Slice(at, axis.Inner)); }
            else { DequantizeKernel.Run(VectorWidths.Best, from, to, scales[at], zeroPoints.IsEmpty ? 0 : int.CreateTruncating(zeroPoints[at])); }
        }
    }

    private static ReadOnlySpan<T> Unpack(Value packed, byte* to)
    {
        bool isSigned = packed.Type == OnnxElementType.Int4;
        ReadOnlySpan<byte> bytes = packed.Elements();
        for (int i = 0; i < packed.Count; i++)
        {
            int four = (bytes[i >> 1] >> (4 * (i & 1))) & 15;
            to[i] = (byte)(isSigned ? (four ^ 8) - 8 : four);
        }

        return new ReadOnlySpan<T>(to, packed.Count);
    }
}
