namespace ModelOps.Onnx.Quantization;

/// <summary>How <see cref="OnnxQuantizer.QuantizeWeights"/> quantizes. Immutable.</summary>
public sealed record WeightQuantizationOptions : QuantizationOptions
{
    /// <summary>The defaults.</summary>
    public static WeightQuantizationOptions Default { get; } = new();

    /// <summary>Bits of a weight, 4 or 8. Default 4.</summary>
    public int Bits
    {
        get;
        init
        {
            if (value is not (4 or 8)) { throw new ArgumentOutOfRangeException(nameof(value), value, "Weights have 4 or 8 bits."); }
            field = value;
        }
    } = 4;

    /// <summary>Weights that share a scale, a power of two from 16 to 256. Default 32. Fewer are more accurate and larger.</summary>
    public int BlockSize
    {
        get;
        init
        {
            if (value is not (16 or 32 or 64 or 128 or 256)) { throw new ArgumentOutOfRangeException(nameof(value), value, "A block has 16, 32, 64, 128 or 256 weights."); }
            field = value;
        }
    } = 32;

    /// <summary>Whether 0 lies in the middle of the integers, else blocks have zero points too. Default true.</summary>
    public bool SymmetricWeights { get; init; } = true;
}
