namespace ModelOps.Onnx.Quantization;

/// <summary>What all kinds of quantization have in common. Immutable.</summary>
public abstract record QuantizationOptions
{
    private protected QuantizationOptions()
    {
    }

    /// <summary>Nodes that stay as they are, by name; a node without a name is called by its first output. Default none.</summary>
    public IReadOnlyCollection<string> ExcludedNodes { get; init; } = [];
}
