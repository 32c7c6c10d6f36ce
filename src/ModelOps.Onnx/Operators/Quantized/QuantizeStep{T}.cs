using System.Numerics;
using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Operator <c>QuantizeLinear</c>.</summary>
/// <typeparam name="T">Type of the integers.</typeparam>
internal sealed class QuantizeStep<T>(NodeValues values, QuantizedAxis axis) : Step
    where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
{
    private readonly Value _input = values.Input(0);
    private readonly Value _scale = values.Input(1);
    private readonly Value? _zeroPoint = values.OptionalInput(2);
    private readonly Value _output = values.Output(0);

    /// <inheritdoc/>
    public override void Bind()
    {
        axis.Bind(_input, _scale);
        if (_zeroPoint is not null && _zeroPoint.Count != _scale.Count) { throw new ShapeException($"zero points {_zeroPoint} do not fit scales {_scale}"); }
        _output.SetShape(_input.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<float> x = _input.Elements<float>(), scales = _scale.Elements<float>();
        ReadOnlySpan<T> zeroPoints = _zeroPoint is null ? [] : _zeroPoint.Elements<T>();
        Span<T> y = _output.Elements<T>();
        if (axis.IsWhole)
        {
            QuantizeKernel.Run(VectorWidths.Best, x, y, scales[0], QuantizedRange.Of<T>(zeroPoints.IsEmpty ? 0 : int.CreateTruncating(zeroPoints[0])));
            return;
        }

        if (axis is { Inner: 1, IsBlocked: false })
        {
            for (int first = 0; first < x.Length; first += axis.Length) { QuantizeKernel.RunEach(x.Slice(first, axis.Length), y[first..], scales, zeroPoints); }
            return;
        }

        for (int i = 0; i < axis.Outer * axis.Length; i++)
        {
            (int outer, int index) = Math.DivRem(i, axis.Length);
            int at = axis.ScaleOf(outer, index);
            ReadOnlySpan<float> from = x.Slice(i * axis.Inner, axis.Inner);
            Span<T> to = y.Slice(i * axis.Inner, axis.Inner);
            if (axis.IsBlocked) { QuantizeKernel.RunEach(from, to, scales.Slice(at, axis.Inner), zeroPoints.IsEmpty ? [] : zeroPoints.Slice(at, axis.Inner)); }
            else { QuantizeKernel.Run(VectorWidths.Best, from, to, scales[at], QuantizedRange.Of<T>(zeroPoints.IsEmpty ? 0 : int.CreateTruncating(zeroPoints[at]))); }
        }
    }
}
