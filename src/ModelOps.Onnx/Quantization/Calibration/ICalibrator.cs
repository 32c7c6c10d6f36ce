namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>Sees the values of one tensor, batch by batch, and chooses its range.</summary>
internal interface ICalibrator
{
    /// <summary>Sees values.</summary>
    /// <param name="values">Values, all finite.</param>
    /// <param name="summary">Their ends.</param>
    void Add(ReadOnlySpan<float> values, ValueSummary summary);

    /// <summary>The range chosen, within the ends of what was seen.</summary>
    ValueRange Choose();
}
