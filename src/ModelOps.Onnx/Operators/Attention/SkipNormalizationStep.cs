using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Kernels.Dense;

namespace ModelOps.Onnx.Operators.Attention;

/// <summary>Adds what a block skipped, and a bias, then normalises each row as a layer normalisation does.</summary>
/// <param name="values">Values of the node: the input and what skipped, the scale first among the others.</param>
/// <param name="epsilon">Added to the variance.</param>
/// <param name="isCentred">Whether the mean is taken off; then a shift stands before the bias.</param>
internal sealed unsafe class SkipNormalizationStep(NodeValues values, float epsilon, bool isCentred) : Step
{
    private readonly Value _x = values.Input(0);
    private readonly Value _skip = values.Input(1);
    private readonly Value _scale = values.Input(2);
    private readonly Value? _shift = isCentred ? values.OptionalInput(3) : null;
    private readonly Value? _bias = values.OptionalInput(isCentred ? 4 : 3);
    private readonly Value? _sum = values.OptionalOutput(3);

    /// <inheritdoc/>
    public override bool KeepsRows => _skip.Count == _x.Count;

    /// <inheritdoc/>
    public override void Bind()
    {
        if (_x.Rank == 0) { throw new ShapeException($"{_x} is a scalar"); }
        int length = _x.Shape[^1];
        foreach (Value? each in (ReadOnlySpan<Value?>)[_scale, _shift, _bias])
        {
            if (each is not null && each.Count != length) { throw new ShapeException($"{each} does not have the {length} elements of a row of {_x}"); }
        }

        if (!Repeats(_skip, _x)) { throw new ShapeException($"{_skip} does not fit {_x}"); }
        values.Output(0).SetShape(_x.Shape);
        _sum?.SetShape(_x.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        if (_x.Count == 0) { return; }
        int length = _x.Shape[^1];
        for (int at = 0; at < _x.Count; at += length)
        {
            float* to = (float*)values.Output(0).Data + at;
            new ReadOnlySpan<float>((float*)_x.Data + at, length).CopyTo(new Span<float>(to, length));
            FloatKernels.Best.AddScaled(to, (float*)_skip.Data + (at % _skip.Count), length, 1);
            if (_bias is not null) { FloatKernels.Best.AddScaled(to, (float*)_bias.Data, length, 1); }
            if (_sum is not null) { new ReadOnlySpan<float>(to, length).CopyTo(new Span<float>((float*)_sum.Data + at, length)); }
            Normalize(to, length);
        }
    }

    /// <summary>Whether a value has the shape of another one, but for dimensions of 1 or none at its front.</summary>
    private static bool Repeats(Value part, Value whole)
    {
        ReadOnlySpan<int> shape = part.Shape;
        while (shape.Length > 0 && shape[0] == 1 && (shape.Length > whole.Rank || whole.Shape[^shape.Length] != 1)) { shape = shape[1..]; }
        return shape.Length <= whole.Rank && shape.SequenceEqual(whole.Shape[^shape.Length..]) && part.Rank <= whole.Rank && part.Rank > 0;
    }

    private void Normalize(float* row, int length)
    {
        (float mean, float variance) = (0, 0);
        if (isCentred) { FloatKernels.Best.Moments(row, length, out mean, out variance); }
        else { variance = FloatKernels.Best.MeanSquare(row, length); }
        float factor = 1 / MathF.Sqrt(variance + epsilon);
        FloatKernels.Best.Normalize(row, row, length, mean, factor, (float*)_scale.Data, _shift is null ? null : (float*)_shift.Data);
    }
}
