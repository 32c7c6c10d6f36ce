using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>Scaler</c>: <c>(x - offset) * scale</c>, for each feature or with one pair for all.</summary>
/// <param name="input">Numbers, of any shape; a row lies along the second dimension.</param>
/// <param name="output">Receives floats.</param>
/// <param name="offset">What is taken away.</param>
/// <param name="scale">What is multiplied by; as long as <paramref name="offset"/>.</param>
internal sealed class ScalerStep(Value input, Value output, float[] offset, float[] scale) : Step
{
    /// <summary>With one dimension all of it is one row.</summary>
    public override bool KeepsRows => input.Rank > 1;

    /// <inheritdoc/>
    public override void Bind()
    {
        int columns = RowLength.Of(input);
        if (offset.Length != 1 && offset.Length != columns)
        {
            throw new ShapeException($"{input} has rows of {columns} features, and there are {offset.Length} pairs of offset and scale");
        }

        output.SetShape(input.Shape);
    }

    /// <inheritdoc/>
    public override void Run()
    {
        Span<float> results = output.Elements<float>();
        switch (input.Type)
        {
            case OnnxElementType.Float: ScalerKernel.Run(input.Elements<float>(), offset, scale, results); break;
            case OnnxElementType.Double: Doubles(input.Elements<double>(), results); break;
            default:
                FeatureTypes.ToFloats(input, results);
                ScalerKernel.Run(results, offset, scale, results);
                break;
        }
    }

    private void Doubles(ReadOnlySpan<double> from, Span<float> to)
    {
        int at = 0;
        for (int i = 0; i < from.Length; i++)
        {
            to[i] = (float)((from[i] - offset[at]) * scale[at]);
            if (++at == offset.Length) { at = 0; }
        }
    }
}
