namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>The range that holds a share of the values, the rest cut off half at each end; centred ranges hold it on both sides of 0.</summary>
internal static class PercentileRule
{
    /// <summary>Chooses a range.</summary>
    /// <param name="histogram">The values.</param>
    /// <param name="percentile">Percent to hold.</param>
    /// <param name="isSymmetric">Whether the range will be centred at 0.</param>
    public static ValueRange Choose(StreamingHistogram histogram, double percentile, bool isSymmetric)
    {
        if (isSymmetric)
        {
            long[] magnitudes = Magnitudes.Of(histogram);
            double bound = (BinHolding(magnitudes, (long)Math.Ceiling(histogram.Total * percentile / 100)) + 1) * histogram.Width;
            return new(-bound, bound);
        }

        long cut = (long)Math.Floor(histogram.Total * (100 - percentile) / 200);
        int low = BinHolding(histogram.Counts, cut + 1);
        int high = BinHolding(histogram.Counts, histogram.Total - cut);
        return new((low - StreamingHistogram.Side) * histogram.Width, (high + 1 - StreamingHistogram.Side) * histogram.Width);
    }

    /// <summary>Bin of the value of a rank, counted from 1.</summary>
    private static int BinHolding(ReadOnlySpan<long> counts, long rank)
    {
        long seen = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            seen += counts[i];
            if (seen >= rank) { return i; }
        }

        return counts.Length - 1;
    }
}
