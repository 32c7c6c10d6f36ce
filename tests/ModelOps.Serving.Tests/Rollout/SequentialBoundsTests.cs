namespace ModelOps.Serving.Tests.Rollout;

/// <summary>Expected values were computed independently, in Python with mpmath at 40 digits, from the formulas in the classes' remarks.</summary>
public sealed class SequentialBoundsTests
{
    [Theory]
    [InlineData(0.5, 0.57236494292470009)]
    [InlineData(1, 0)]
    [InlineData(3.25, 0.93580193110872536)]
    [InlineData(12, 17.502307845873886)]
    [InlineData(1000.5, 5908.6741758486775)]
    [InlineData(1e7, 151180949.36947391)]
    public void LogGamma_KnownValues(double x, double expected) => Assert.Equal(expected, LogGamma.Of(x), Math.Max(1e-13, expected * 1e-14));

    [Theory]
    [InlineData(0, 100, 0.05, 0, 0.0570285976388)]
    [InlineData(3, 100, 0.05, 0.00187906063241, 0.122948885609)]
    [InlineData(50, 1000, 0.01, 0.0267708168759, 0.083091927474)]
    [InlineData(20_000, 1_000_000, 0.001, 0.0192670618565, 0.0207509105977)]
    [InlineData(5, 5, 0.05, 0.414967531846, 1)]
    public void RateBounds_KnownValues(long events, long trials, double alpha, double lower, double upper)
    {
        ConfidenceInterval bounds = RateBounds.Compute(events, trials, alpha);

        Assert.Equal(lower, bounds.Lower, 1e-11);
        Assert.Equal(upper, bounds.Upper, 1e-11);
    }

    [Theory]
    [InlineData(0, 0.025, 9.23601186041)]
    [InlineData(1, 0.025, 9.90700833875)]
    [InlineData(10, 0.025, 15.4211063016)]
    [InlineData(1000, 0.005, 128.675267383)]
    [InlineData(250_000, 0.025, 1710.74590683)]
    public void MeanBounds_KnownDeviations(double squares, double alpha, double expected) =>
        Assert.Equal(expected, MeanBounds.Deviation(squares, alpha), expected * 1e-10);

    [Theory]
    [InlineData(100, 0.5, 0.025, 33, 67)]
    [InlineData(1000, 0.99, 0.025, 977, 999)]
    [InlineData(10_000, 0.95, 0.005, 9414, 9582)]
    [InlineData(1_000_000, 0.99, 0.025, 989_663, 990_333)]
    [InlineData(50, 0.99, 0.025, 45, 51)]
    public void QuantileRanks_KnownValues(long trials, double quantile, double alpha, long lower, long upper)
    {
        Assert.Equal(lower, QuantileRanks.Lower(trials, quantile, alpha));
        Assert.Equal(upper, QuantileRanks.Upper(trials, quantile, alpha));
    }

    [Fact]
    public void Bounds_NothingSeen_NothingKnown()
    {
        Assert.Equal(new ConfidenceInterval(0, 1), RateBounds.Compute(0, 0, 0.05));
        Assert.Equal(new ConfidenceInterval(0, 1), MeanBounds.Compute(0, 0, 0, 0.05));
        Assert.Equal(new ConfidenceInterval(0, double.PositiveInfinity), QuantileBounds.Compute(new long[LatencyBins.Count], 0.9, 0.05));
        Assert.True(double.IsNaN(QuantileBounds.Estimate(new long[LatencyBins.Count], 0.9)));
    }

    [Fact]
    public void LatencyBins_EveryDuration_LiesInItsBinAndBinsAreNarrow()
    {
        Random random = new(7);
        for (int i = 0; i < 100_000; i++)
        {
            long ticks = (long)Math.Exp(random.NextDouble() * Math.Log(3e10));
            int bin = LatencyBins.IndexOf(TimeSpan.FromTicks(ticks));
            double start = bin == 0 ? 0 : LatencyBins.EndOf(bin - 1);
            Assert.InRange(ticks, start, LatencyBins.EndOf(bin) - 1);
            Assert.True(LatencyBins.EndOf(bin) - start <= Math.Max(1, ticks / 32.0));
        }

        Assert.Equal(0, LatencyBins.IndexOf(TimeSpan.FromTicks(-5)));
        Assert.Equal(LatencyBins.Count - 1, LatencyBins.IndexOf(TimeSpan.MaxValue));
        Assert.Equal(double.PositiveInfinity, LatencyBins.EndOf(LatencyBins.Count - 1));
    }

    [Fact]
    public void QuantileBounds_UniformTimes_HoldTheQuantileAndNarrow()
    {
        long[] bins = new long[LatencyBins.Count];
        Random random = new(3);
        double width = double.PositiveInfinity;
        foreach (int count in new[] { 1_000, 10_000, 100_000 })
        {
            for (long seen = bins.Sum(); seen < count; seen++) { bins[LatencyBins.IndexOf(TimeSpan.FromSeconds(random.NextDouble()))]++; }
            ConfidenceInterval bounds = QuantileBounds.Compute(bins, 0.9, 0.05);
            Assert.InRange(0.9, bounds.Lower, bounds.Upper);
            Assert.InRange(QuantileBounds.Estimate(bins, 0.9), bounds.Lower, bounds.Upper);
            Assert.True(bounds.Upper - bounds.Lower <= width);
            width = bounds.Upper - bounds.Lower;
        }

        Assert.InRange(width, 0, 0.06);
    }
}
