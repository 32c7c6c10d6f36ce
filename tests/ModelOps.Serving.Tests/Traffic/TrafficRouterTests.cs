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

    [Fact]
    public void Set_SplitOfAModelWithRules_RulesStay()
    {
        TrafficRouter router = new();
        router.Set(new TrafficPolicy { Model = "demand", Rules = [new() { Name = "acme", Tenant = "acme", Alias = "candidate" }], Variants = [new("champion", 1)] });
        IReadOnlyList<TrafficPolicy> before = router.Policies;

        router.Set(new TrafficSplit("demand", [new("candidate", 1)]));

        TrafficPolicy policy = Assert.Single(router.Policies);
        Assert.Equal("acme", Assert.Single(policy.Rules).Name);
        Assert.Equal([new("candidate", 1)], policy.Variants);
        Assert.Equal([new("champion", 1)], before[0].Variants);
    }

    public static TheoryData<TrafficPolicy, string> WrongPolicies => new()
    {
        { Rule(new() { Name = "r", Alias = "candidate" }), "policy:Rules:0 has no condition." },
        { Rule(new() { Name = " ", Tenant = "t", Alias = "candidate" }), "policy:Rules:0:Name is ' '." },
        { Rule(new() { Name = "r", Tenant = "t" }), "policy:Rules:0 names neither Alias nor Version." },
        { Rule(new() { Name = "r", Tenant = "t", Alias = "a", Version = "1.0.0" }), "policy:Rules:0 names both Alias and Version." },
        { Rule(new() { Name = "r", Tenant = "t", HeaderValue = "x", Alias = "a" }), "policy:Rules:0:Header is missing." },
        { Rule(new() { Name = "r", Header = "h", HeaderValue = "x", HeaderPrefix = "x", Alias = "a" }), "policy:Rules:0 has both HeaderValue and HeaderPrefix." },
        { Rule(new() { Name = "r", NotBefore = DateTimeOffset.UnixEpoch, NotAfter = DateTimeOffset.UnixEpoch, Alias = "a" }), "policy:Rules:0:NotAfter is" },
        { Rule(new() { Name = "r", Tenant = "t", Alias = "v1" }), "policy:Rules:0:Alias is 'v1'." },
        { new TrafficPolicy { Model = "demand", Shadow = new() }, "policy:Shadow names neither Alias nor Client." },
        { new TrafficPolicy { Model = "demand", Shadow = new() { Alias = "a", Share = 0 } }, "policy:Shadow:Share is 0." },
        { new TrafficPolicy { Model = "demand", Shadow = new() { Alias = "a", RelativeTolerance = double.NaN } }, "policy:Shadow:RelativeTolerance is NaN." },
        { new TrafficPolicy { Model = "demand", Experiments = [new() { Name = "e", Variants = [new("a", 1)] }] }, "policy:Experiments:0:Variants has 1 entries." },
        { new TrafficPolicy { Model = "demand", Experiments = [new() { Name = "e", Allocation = 2, Variants = [new("a", 1), new("b", 1)] }] }, "policy:Experiments:0:Allocation is 2." },
        { new TrafficPolicy { Model = "demand", Rules = [new() { Name = "r", Tenant = "t", Alias = "a" }, new() { Name = "r", Tenant = "u", Alias = "a" }] }, "policy:Rules:1:Name is 'r' again." },
    };

    [Theory]
    [MemberData(nameof(WrongPolicies))]
    public void Set_WrongPolicy_RefusedWithItsField(TrafficPolicy policy, string message)
    {
        TrafficRouter router = new();

        ArgumentException error = Assert.Throws<ArgumentException>(() => router.Set(policy));

        Assert.StartsWith(message, error.Message, StringComparison.Ordinal);
        Assert.Empty(router.Policies);
    }

    private static TrafficPolicy Rule(TrafficRule rule) => new() { Model = "demand", Rules = [rule] };

    public static TheoryData<TrafficSplit> Wrong => new()
    {
        new TrafficSplit("a/b", [new("champion", 1)]),
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
