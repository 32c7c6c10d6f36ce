namespace ModelOps.Onnx.Quantization;

/// <summary>What the kinds of quantization that compute in integers have in common: weights become <see cref="QuantizedType.Int8"/>. Immutable.</summary>
public abstract record IntegerQuantizationOptions : QuantizationOptions
{
    private protected IntegerQuantizationOptions()
    {
    }

    /// <summary>Whether each output channel of a weight has a scale of its own, else one serves the whole weight. Default true: more accurate. It needs operator set 13 in the QDQ form.</summary>
    public bool PerChannel { get; init; } = true;

    /// <summary>Whether 0 is stored as 0 in weights, else ranges need not be centred. Default true: faster. Weights of <c>Conv</c> with a scale for each channel are symmetric anyway.</summary>
    public bool SymmetricWeights { get; init; } = true;

    /// <summary>Whether weights use 7 of their 8 bits, so that the multiply-add of x86-64 without VNNI cannot saturate.
    /// Default null: as this machine's CPU needs. Say it yourself when the model is for other machines.</summary>
    public bool? ReduceRange { get; init; }
}
