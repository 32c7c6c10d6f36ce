using HdrHistogram;

namespace ModelOps.Load;

/// <summary>Latencies in microseconds, to three digits.</summary>
internal sealed record LatencySummary(double Mean, long P50, long P90, long P99, long P999, long Max)
{
    public static LatencySummary? Of(HistogramBase histogram) => histogram.TotalCount == 0 ? null : new LatencySummary(
        histogram.GetMean(),
        histogram.GetValueAtPercentile(50),
        histogram.GetValueAtPercentile(90),
        histogram.GetValueAtPercentile(99),
        histogram.GetValueAtPercentile(99.9),
        histogram.GetMaxValue());
}
