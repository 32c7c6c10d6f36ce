namespace ModelOps.Serving.Tests.Traffic;

public sealed class TrafficRouterTests
{
    [Fact]
    public void Set_AgainThenRemove_OneSplitThenNone()
    {
        TrafficRouter router = new();
        router.Set(new TrafficSplit("demand", [new("champion", 9), new("candidate", 1)]));
        router.Set(new TrafficSplit("demand", [new("champion", 5), new("candidate", 5)]));
        router.Set(new TrafficSplit("other", [new("champion", 1)]));

        Assert.Equal(["demand", "other"], router.Splits.Select(static s => s.Model));
        Assert.Equal([5, 5], router.Splits[0].Variants.Select(static v => v.Weight));
        Assert.True(router.Remove("demand"));
        Assert.False(router.Remove("demand"));
        Assert.Equal("other", Assert.Single(router.Splits).Model);
    }

    public static TheoryData<TrafficSplit> Wrong => new()
    {
        new TrafficSplit("a b", [new("champion", 1)]),
        new TrafficSplit("demand", []),
        new TrafficSplit("demand", [new("champion", 0)]),
        new TrafficSplit("demand", [new("champion", 2), new("candidate", -1)]),
        new TrafficSplit("demand", [new("v3", 1)]),
        new TrafficSplit("demand", [new("champion", 1), new("champion", 1)]),
        new TrafficSplit("demand", [new("champion", int.MaxValue), new("candidate", 1)]),
    };

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Set_Wrong_RefusedAndNothingChanges(TrafficSplit split)
    {
        TrafficRouter router = new();

        Assert.Throws<ArgumentException>(() => router.Set(split));

        Assert.Empty(router.Splits);
    }
}
