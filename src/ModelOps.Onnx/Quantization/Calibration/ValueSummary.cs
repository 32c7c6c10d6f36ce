namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>Ends of the values of a span.</summary>
/// <param name="Min">Smallest value; infinity for none.</param>
/// <param name="Max">Largest value; negative infinity for none.</param>
/// <param name="IsFinite">Whether all values are finite; else the ends mean nothing.</param>
internal readonly record struct ValueSummary(float Min, float Max, bool IsFinite)
{
    public static ValueSummary None { get; } = new(float.PositiveInfinity, float.NegativeInfinity, true);
}
