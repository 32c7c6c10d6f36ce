using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Any function of one byte: looked up.</summary>
/// <param name="input">The input.</param>
/// <param name="output">The output.</param>
/// <param name="table">What becomes of each of the 256 bytes.</param>
internal sealed class TableStep(Value input, Value output, byte[] table) : Step
{
    /// <inheritdoc/>
    public override void Bind() => output.SetShape(input.Shape);

    /// <inheritdoc/>
    public override void Run()
    {
        ReadOnlySpan<byte> x = input.Elements();
        Span<byte> y = output.Elements();
        for (int i = 0; i < x.Length; i++) { y[i] = table[x[i]]; }
    }
}
