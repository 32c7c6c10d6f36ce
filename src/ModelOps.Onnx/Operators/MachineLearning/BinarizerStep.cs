using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Operator <c>Binarizer</c>: 1 above a threshold, else 0. ONNX Runtime takes no NaN, and so neither does this.</summary>
/// <param name="input">Floats.</param>
/// <param name="output">Receives zeros and ones.</param>
/// <param name="threshold">The threshold.</param>
internal sealed class BinarizerStep(Value input, Value output, float threshold) : Step
{
    /// <inheritdoc/>
    public override void Bind() => output.SetShape(input.Shape);

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<float> from = input.Elements<float>();
        Span<float> to = output.Elements<float>();
        for (int i = 0; i < to.Length; i++)
        {
            if (float.IsNaN(from[i])) { throw new ElementException($"element {i} of {input} is NaN, which has no side of a threshold; give a number, or an Imputer before"); }
            to[i] = from[i] > threshold ? 1f : 0f;
        }
    }
}
