namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>Chooses a range from a histogram.</summary>
/// <param name="choose">The rule.</param>
internal sealed class HistogramCalibrator(Func<StreamingHistogram, ValueRange, ValueRange> choose) : ICalibrator
{
    private readonly StreamingHistogram _histogram = new();
    private readonly MinMaxCalibrator _ends = new();

    public void Add(ReadOnlySpan<float> values, ValueSummary summary)
    {
        _ends.Add(values, summary);
        _histogram.Add(values, summary.Min, summary.Max);
    }

    public ValueRange Choose()
    {
        ValueRange seen = _ends.Choose();
        if (_histogram.Total == 0 || seen.Min == seen.Max) { return seen; }
        ValueRange chosen = choose(_histogram, seen);
        return new(Math.Max(chosen.Min, seen.Min), Math.Min(chosen.Max, seen.Max));
    }
}
