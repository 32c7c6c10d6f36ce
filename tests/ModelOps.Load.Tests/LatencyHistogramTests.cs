namespace ModelOps.Load.Tests;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Quantile_AnyLatencies_WithinAThousandthOfTheSorted()
    {
        Random random = new(1);
        LatencyHistogram histogram = new();
        long[] latencies = [.. Enumerable.Range(0, 10_000).Select(_ => (long)Math.Exp(random.NextDouble() * 20)).Order()];
        foreach (long latency in latencies) { histogram.Add(latency); }

        foreach (double part in new[] { 0.0001, 0.1, 0.5, 0.9, 0.99, 0.999, 1 })
        {
            long exact = latencies[Math.Max(0, (int)Math.Ceiling(part * latencies.Length) - 1)];
            Assert.InRange(histogram.Quantile(part), exact, exact * 1.001);
        }

        Assert.Equal(latencies.Average(), histogram.Mean, 6);
        Assert.Equal(latencies[^1], histogram.Max);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2047)]
    [InlineData(2048)]
    [InlineData(4095)]
    [InlineData(4096)]
    [InlineData(long.MaxValue)]
    public void Add_OneLatency_IsEveryQuantile(long latency)
    {
        LatencyHistogram histogram = new();
        histogram.Add(latency);

        Assert.Equal((latency, latency), (histogram.Quantile(0), histogram.Quantile(1)));
    }
}
