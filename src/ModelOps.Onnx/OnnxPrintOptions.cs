namespace ModelOps.Onnx;

/// <summary>What <see cref="OnnxPrinter"/> shows. Immutable.</summary>
public sealed record OnnxPrintOptions
{
    /// <summary>Whether types and shapes are inferred (see <see cref="OnnxShapeInference"/>) and shown with what nodes make, and contradictions listed. Default false.</summary>
    public bool Shapes { get; init; }
}
