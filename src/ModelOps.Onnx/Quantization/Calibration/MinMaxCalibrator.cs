namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>Takes all that was seen.</summary>
internal sealed class MinMaxCalibrator : ICalibrator
{
    private double _min = double.PositiveInfinity;
    private double _max = double.NegativeInfinity;

    public void Add(ReadOnlySpan<float> values, ValueSummary summary)
    {
        _min = Math.Min(_min, summary.Min);
        _max = Math.Max(_max, summary.Max);
    }

    public ValueRange Choose() => _min <= _max ? new(_min, _max) : default;
}
