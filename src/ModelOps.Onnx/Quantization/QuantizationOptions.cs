namespace ModelOps.Onnx.Quantization;

/// <summary>What all kinds of quantization have in common. Immutable.</summary>
public abstract record QuantizationOptions
{
    private protected QuantizationOptions()
    {
    }

    /// <summary>Nodes that stay as they are, by name; a node without a name is called by its first output. Default none.</summary>
    public IReadOnlyCollection<string> ExcludedNodes { get; init; } = [];

    /// <summary>Runs models where their values must be seen: to calibrate, and to measure sensitivity. Default null: the managed engine, <see cref="Execution.SimdModel"/>.</summary>
    public IOnnxEvaluatorFactory? Evaluator { get; init; }
}
