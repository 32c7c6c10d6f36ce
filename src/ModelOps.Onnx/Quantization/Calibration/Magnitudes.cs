namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>The histogram of absolute values.</summary>
internal static class Magnitudes
{
    /// <summary>Folds the side below 0 onto the other.</summary>
    public static long[] Of(StreamingHistogram histogram)
    {
        ReadOnlySpan<long> counts = histogram.Counts;
        long[] folded = new long[StreamingHistogram.Side];
        for (int i = 0; i < folded.Length; i++) { folded[i] = counts[StreamingHistogram.Side + i] + counts[StreamingHistogram.Side - 1 - i]; }
        return folded;
    }
}
