namespace ModelOps.Onnx.Quantization;

/// <summary>How <see cref="OnnxQuantizer.ConvertToFloat16"/> converts. Immutable.</summary>
public sealed record Float16Options
{
    /// <summary>The defaults.</summary>
    public static Float16Options Default { get; } = new();

    /// <summary>Fewest elements of a weight that is converted; smaller ones are not worth a node. Default 64.</summary>
    public int MinElements
    {
        get;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            field = value;
        }
    } = 64;

    /// <summary>Largest error of a weight that is converted, as <c>|w - w'| / |w|</c> over all its elements. Default 0.001; half precision itself rounds by up to 0.0005.</summary>
    public double MaxRelativeError { get; init; } = 0.001;
}
