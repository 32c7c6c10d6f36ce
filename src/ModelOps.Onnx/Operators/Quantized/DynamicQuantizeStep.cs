using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Quantized;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Operator <c>DynamicQuantizeLinear</c>: one scale for the whole tensor, so that a row's integers depend on the other rows.</summary>
internal sealed class DynamicQuantizeStep(NodeValues values) : Step
{
    private readonly Value _input = values.Input(0);
    private readonly Value? _output = values.OptionalOutput(0);
    private readonly Value? _scale = values.OptionalOutput(1);
    private readonly Value? _zeroPoint = values.OptionalOutput(2);

    /// <inheritdoc/>
    public override void Bind()
    {
        _output?.SetShape(_input.Shape);
        _scale?.SetShape();
        _zeroPoint?.SetShape();
    }

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<float> x = _input.Elements<float>();
        DynamicRange range = DynamicRange.Of(VectorWidths.Best, x);
        if (_output is not null) { QuantizeKernel.Run(VectorWidths.Best, x, _output.Elements(), range.Scale, range.Range); }
        if (_scale is not null) { _scale.Elements<float>()[0] = range.Scale; }
        if (_zeroPoint is not null) { _zeroPoint.Elements()[0] = (byte)range.ZeroPoint; }
    }
}
