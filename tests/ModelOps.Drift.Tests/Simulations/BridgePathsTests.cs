using ModelOps.Drift.Detectors;

namespace ModelOps.Drift.Tests.Simulations;

public sealed class BridgePathsTests
{
    // The area between a Brownian bridge and zero has mean √(π/32) and variance 7/60 - π/32 (Shepp, 1982).
    [Fact]
    public void Sum_EvenTimes_HasTheAreasMoments()
    {
        const int Parts = 500;
        double[] times = [.. Enumerable.Range(0, Parts).Select(static i => (i + 0.5) / Parts)];
        double[] weights = [.. Enumerable.Repeat(1.0 / Parts, Parts)];
        var sums = new double[9_999];

        BridgePaths.Sum(times, weights, sums);

        double mean = sums.Average();
        Assert.Equal(Math.Sqrt(Math.PI / 32), mean, 0.006);
        Assert.Equal((7.0 / 60) - (Math.PI / 32), sums.Average(sum => (sum - mean) * (sum - mean)), 0.001);
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(0.001)]
    [InlineData(1e-9)]
    public void Sum_OneTime_HasItsOwnDeviation(double time)
    {
        var sums = new double[9_999];
        BridgePaths.Sum([time], [3.0], sums);
        double square = sums.Average(static sum => sum * sum);
        Assert.Equal(1, square / (9 * time * (1 - time)), 0.05);
    }

    [Fact]
    public void Sum_MorePathsThanAreKept_GoesOnAlike()
    {
        var few = new double[10_000];
        var many = new double[11_500];
        BridgePaths.Sum([0.2, 0.7], [1, 2], few);
        BridgePaths.Sum([0.2, 0.7], [1, 2], many);
        Assert.Equal(few, many[..10_000]);
        Assert.InRange(many[10_000..].Average() / few.Average(), 0.9, 1.1);
    }
}
