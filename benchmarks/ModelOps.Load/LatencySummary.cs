namespace ModelOps.Load;

/// <summary>Latencies in microseconds, to three digits.</summary>
internal sealed record LatencySummary(double Mean, long P50, long P90, long P99, long P999, long Max)
{
    /// <summary>The quantiles of a histogram; null when it is empty.</summary>
    public static LatencySummary? Of(LatencyHistogram histogram) => histogram.Count == 0 ? null : new LatencySummary(
        histogram.Mean, histogram.Quantile(0.5), histogram.Quantile(0.9), histogram.Quantile(0.99), histogram.Quantile(0.999), histogram.Max);
}
