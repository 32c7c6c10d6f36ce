namespace ModelOps.Onnx.Quantization.Calibration;

/// <summary>The bound of the absolute values whose quantized distribution diverges least. Source: S. Migacz, "8-bit Inference with TensorRT", GTC 2017.</summary>
internal static class EntropyRule
{
    private const int Levels = 128;
    private const double Smoothing = 1e-4; // of a bin that only one of the two distributions has
    private const int MostCutInverse = 10; // a tenth may be cut off: put into the last bin, more can look like the values themselves
    private const int LeastMeanCount = 16; // bins with fewer values show noise, which quantizing would seem to destroy

    public static ValueRange Choose(StreamingHistogram histogram)
    {
        long[] magnitudes = Magnitudes.Of(histogram);
        double width = histogram.Width;
        magnitudes[0] = magnitudes[1]; // zeros, of Relu for example, are stored exactly whatever the bound
        int used = Used(magnitudes);
        long total = magnitudes.Sum();
        while (used > 2 * Levels && total / used < LeastMeanCount)
        {
            magnitudes = [.. Enumerable.Range(0, magnitudes.Length / 2).Select(i => magnitudes[2 * i] + magnitudes[(2 * i) + 1])];
            width *= 2;
            used = Used(magnitudes);
        }

        if (used <= Levels) { return Bound(used); }
        double[] expanded = new double[used];
        long outliers = 0;
        for (int i = Levels; i < used; i++) { outliers += magnitudes[i]; }
        int best = used;
        double least = double.PositiveInfinity;
        for (int bins = Levels; bins <= used; bins++)
        {
            double divergence = outliers > total / MostCutInverse ? double.PositiveInfinity : Divergence(magnitudes.AsSpan(0, bins), outliers, expanded.AsSpan(0, bins));
            if (divergence < least) { (least, best) = (divergence, bins); }
            if (bins < used) { outliers -= magnitudes[bins]; }
        }

        return Bound(best);

        ValueRange Bound(int bins) => new(-bins * width, bins * width);
    }

    private static int Used(long[] counts) => Array.FindLastIndex(counts, static count => count > 0) + 1;

    /// <summary>Kullback-Leibler divergence of the values, outliers put into the last bin, from what is left of them after quantizing to <see cref="Levels"/>.</summary>
    private static double Divergence(ReadOnlySpan<long> counts, long outliers, Span<double> expanded)
    {
        double quantizedTotal = 0;
        for (int level = 0; level < Levels; level++)
        {
            int from = (int)((long)level * counts.Length / Levels), to = (int)((long)(level + 1) * counts.Length / Levels);
            long sum = 0;
            int filled = 0;
            for (int i = from; i < to; i++)
            {
                sum += counts[i];
                if (counts[i] > 0) { filled++; }
            }

            double share = filled == 0 ? 0 : (double)sum / filled;
            for (int i = from; i < to; i++) { expanded[i] = counts[i] > 0 ? share : 0; }
            quantizedTotal += sum;
        }

        double total = quantizedTotal + outliers;
        if (quantizedTotal == 0) { return double.PositiveInfinity; }
        double divergence = 0;
        for (int i = 0; i < counts.Length; i++)
        {
            double p = (counts[i] + (i == counts.Length - 1 ? outliers : 0)) / total;
            if (p > 0) { divergence += p * Math.Log(p / Math.Max(expanded[i] / quantizedTotal, Smoothing / counts.Length)); }
        }

        return divergence;
    }
}
