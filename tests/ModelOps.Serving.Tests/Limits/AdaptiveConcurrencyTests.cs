using ModelOps.Serving.Limits;

namespace ModelOps.Serving.Tests.Limits;

public sealed class AdaptiveConcurrencyTests
{
    private const double Base = 0.01;

    [Fact]
    public void Answered_LatencySteady_GrowsToTheMost()
    {
        AdaptiveConcurrency limit = new(start: 10, least: 2, most: 100, tolerance: 2);

        Run(limit, 3000, static _ => Base);

        Assert.Equal(100, limit.Limit);
    }

    [Fact]
    public void Answered_NotUsed_DoesNotGrow()
    {
        AdaptiveConcurrency limit = new(start: 50, least: 2, most: 100, tolerance: 2);

        for (int i = 0; i < 1000; i++) { limit.Answered(Base, running: 3); }

        Assert.Equal(50, limit.Limit);
    }

    [Theory]
    [InlineData(10)]
    [InlineData(40)]
    public void Answered_ModelTakesSoManyAtOnce_StaysNearThat(int capacity)
    {
        AdaptiveConcurrency limit = new(start: 4, least: 2, most: 1000, tolerance: 1.5);

        Run(limit, 3000, running => Base * Math.Max(1, running / (double)capacity)); // beyond its capacity calls only wait for each other

        Assert.InRange(limit.Limit, capacity, 3.5 * capacity);
    }

    [Fact]
    public void Answered_ModelBecomesSlower_ShrinksAndComesBack()
    {
        AdaptiveConcurrency limit = new(start: 50, least: 5, most: 50, tolerance: 2);
        Run(limit, 500, static _ => Base);

        Run(limit, 500, static _ => 20 * Base);
        int slow = limit.Limit;
        Run(limit, 3000, static _ => Base);

        Assert.InRange(slow, 5, 25);
        Assert.Equal(50, limit.Limit);
    }

    [Fact]
    public void Failed_ForWantOfRoom_ShrinksToTheLeast()
    {
        AdaptiveConcurrency limit = new(start: 50, least: 5, most: 50, tolerance: 2);

        Assert.True(limit.Failed());
        Assert.Equal(45, limit.Limit);
        for (int i = 0; i < 100; i++) { limit.Failed(); }

        Assert.Equal(5, limit.Limit);
    }

    private static void Run(AdaptiveConcurrency limit, int calls, Func<int, double> latency)
    {
        for (int i = 0; i < calls; i++) { limit.Answered(latency(limit.Limit), limit.Limit); }
    }
}
