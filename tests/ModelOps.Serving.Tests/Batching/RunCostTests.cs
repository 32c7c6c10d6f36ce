using ModelOps.Serving.Batching;

namespace ModelOps.Serving.Tests.Batching;

public sealed class RunCostTests
{
    [Fact]
    public void Observe_ExactLine_Learned()
    {
        RunCost cost = Learn(static rows => 1000 + (30 * rows), 50);
        Assert.Equal(30, cost.PerRow, 0.5);
        Assert.Equal(1000, cost.Fixed, 10);
        Assert.Equal(1000 + (30 * 100), cost.Of(100), 60.0);
    }

    [Fact]
    public void Observe_Noise_LearnedWithinIt()
    {
        Random random = new(3);
        RunCost cost = Learn(rows => (1000 + (30 * rows)) * (1 + (0.1 * ((2 * random.NextDouble()) - 1))), 300);
        Assert.InRange(cost.PerRow, 26, 34);
        Assert.InRange(cost.Fixed, 850, 1150);
        Assert.InRange(cost.Error, 20, 300);
    }

    [Fact]
    public void Observe_PausesOfTheMachine_HardlyCount()
    {
        Random random = new(4);
        RunCost cost = Learn(rows => (1000 + (30 * rows)) * (random.Next(20) == 0 ? 50 : 1), 400);
        Assert.InRange(cost.Of(10), 1200, 2200);
    }

    [Fact]
    public void Observe_ModelBecameSlower_FollowedWithinTensOfRuns()
    {
        RunCost cost = Learn(static rows => 1000 + (30 * rows), 100);
        Random random = new(5);
        for (int i = 0; i < 100; i++)
        {
            int rows = random.Next(1, 33);
            cost.Observe(rows, 5 * (1000 + (30 * rows)));
        }

        Assert.InRange(cost.Of(10), 4000, 8000);
    }

    [Fact]
    public void Observe_OneSizeOnly_PredictsIt()
    {
        RunCost cost = new();
        for (int i = 0; i < 50; i++) { cost.Observe(8, 400); }
        Assert.Equal(400, cost.Of(8), 1.0);
        Assert.True(cost.PerRow >= 0 && cost.Fixed >= 0);
    }

    [Fact]
    public void Observe_LargerRunsFaster_NeverNegative()
    {
        RunCost cost = Learn(static rows => 2000 - (10 * rows), 100);
        Assert.True(cost.PerRow >= 0);
        Assert.True(cost.Fixed >= 0);
    }

    [Fact]
    public void Like_CopyLearns_OriginalDoesNot()
    {
        RunCost cost = Learn(static rows => 1000 + (30 * rows), 50);
        double before = cost.Of(10);
        RunCost copy = RunCost.Like(cost);
        for (int i = 0; i < 100; i++) { copy.Observe(10, 9000); }
        Assert.Equal(before, cost.Of(10));
    }

    private static RunCost Learn(Func<int, double> time, int runs)
    {
        RunCost cost = new();
        Random random = new(2);
        for (int i = 0; i < runs; i++)
        {
            int rows = random.Next(1, 33);
            cost.Observe(rows, time(rows));
        }

        return cost;
    }
}
