namespace ModelOps.Onnx.Quantization.Parameters;

/// <summary>How weights are quantized, all defaults resolved.</summary>
internal readonly record struct WeightRule(bool IsPerChannel, bool IsSymmetric, bool IsReduced)
{
    public static WeightRule Of(IntegerQuantizationOptions options, QuantizedType activations) => new(
        options.PerChannel, options.SymmetricWeights, options.ReduceRange ?? (activations == QuantizedType.UInt8 && CpuPreference.NeedsReducedRange));

    public override string ToString() =>
        $"int8 weights, {(IsPerChannel ? "per channel" : "per tensor")}, {(IsSymmetric ? "symmetric" : "asymmetric")}{(IsReduced ? ", 7 bits" : string.Empty)}";
}
