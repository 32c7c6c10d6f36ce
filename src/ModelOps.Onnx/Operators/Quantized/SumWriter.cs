namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>What becomes of the sums of an integer product.</summary>
internal abstract class SumWriter
{
    /// <summary>Writes a row of the output.</summary>
    /// <param name="row">Index of the row.</param>
    /// <param name="sums">The sums.</param>
    /// <param name="scale">Scale of the activations.</param>
    public abstract void Write(int row, Span<int> sums, float scale);
}
