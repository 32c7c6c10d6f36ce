using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Serving.Limits;

namespace ModelOps.Serving.Tests.Limits;

public sealed class RuleLimiterTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly LimitMetrics _metrics = new();

    [Fact]
    public void Find_MorePartitionsThanThereMayBe_TheRestShareOne()
    {
        RuleLimiter rule = Create(new LimitOptions { Name = "r", Permits = 1, Window = TimeSpan.FromHours(1), MaxPartitions = 10 });

        int passed = Enumerable.Range(0, 100).Count(i => Passes(rule, $"t{i}"));

        Assert.Equal(11, passed); // ten of their own, and one for all others
        Assert.Equal(10, rule.PartitionCount);
    }

    [Fact]
    public void Find_PartitionsIdle_MakeRoom()
    {
        RuleLimiter rule = Create(new LimitOptions { Name = "r", Permits = 1, Window = TimeSpan.FromSeconds(1), MaxPartitions = 10 });
        for (int i = 0; i < 10; i++) { Passes(rule, $"old{i}"); }

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.All(Enumerable.Range(0, 10), i => Assert.True(Passes(rule, $"new{i}")));
        Assert.Equal(10, rule.PartitionCount);
    }

    [Fact]
    public async Task PassAsync_StoreAway_DoesAsTheRuleSays()
    {
        FakeLimiter store = new() { Fails = true };
        foreach (LimitFallback fallback in Enum.GetValues<LimitFallback>())
        {
            RuleLimiter rule = Create(Shared(fallback), store);
            Task<bool>[] calls = [.. Enumerable.Range(0, 3).Select(_ => PassesAsync(rule, "acme"))];
            if (fallback == LimitFallback.Refuse)
            {
                foreach (Task<bool> call in calls) { Assert.NotNull((await Assert.ThrowsAsync<DistributedLimiterException>(() => call)).RetryAfter); }
                continue;
            }

            Assert.Equal(fallback == LimitFallback.Allow ? 3 : 2, (await Task.WhenAll(calls)).Count(static passed => passed));
        }
    }

    [Fact]
    public async Task PassAsync_StoreFailsAgainAndAgain_IsLeftAloneThenTried()
    {
        FakeLimiter store = new() { Fails = true };
        RuleLimiter rule = Create(Shared(LimitFallback.Allow), store);

        for (int i = 0; i < 10; i++) { Assert.True(await PassesAsync(rule, "acme")); }
        Assert.Equal(3, store.Calls);
        store.Fails = false;
        _time.Advance(TimeSpan.FromSeconds(2));
        for (int i = 0; i < 10; i++) { await PassesAsync(rule, "acme"); }

        Assert.Equal(6, store.Calls); // two granted, one refused; then it is known when to ask again
    }

    [Fact]
    public async Task PassAsync_StoreDoesNotAnswer_WaitsNoLongerThanItMay()
    {
        FakeLimiter store = new() { Hangs = true };
        RuleLimiter rule = Create(Shared(LimitFallback.Local), store);
        Task<bool> call = PassesAsync(rule, "acme");
        Assert.False(call.IsCompleted);

        _time.Advance(TimeSpan.FromMilliseconds(50));

        Assert.True(await call);
    }

    [Fact]
    public async Task PassAsync_Prefetch_OneTripForMany()
    {
        FakeLimiter store = new();
        LimitOptions options = Shared(LimitFallback.Refuse);
        (options.Permits, options.Prefetch) = (30, 10);
        RuleLimiter rule = Create(options, store);

        for (int i = 0; i < 30; i++) { Assert.True(await PassesAsync(rule, "acme")); }

        Assert.Equal(3, store.Calls);
        Assert.False(await PassesAsync(rule, "acme"));
        Assert.False(await PassesAsync(rule, "acme"));
        Assert.Equal(4, store.Calls);
    }

    private static LimitOptions Shared(LimitFallback fallback) =>
        new() { Name = "r", Permits = 2, Window = TimeSpan.FromHours(1), IsShared = true, WhenUnavailable = fallback };

    private RuleLimiter Create(LimitOptions rule, IDistributedLimiter? store = null) =>
        new(rule, new SharedLimits(new LimitsOptions(), store, _metrics, _time, NullLogger.Instance), _metrics, _time);

    private bool Passes(RuleLimiter rule, string tenant)
    {
        using InferenceRequest request = CreateRequest(tenant);
        return rule.TryPass(rule.Find(request, _time.GetTimestamp())!, 1, _time.GetTimestamp(), out _) == LimitVerdict.Passed;
    }

    private async Task<bool> PassesAsync(RuleLimiter rule, string tenant)
    {
        using InferenceRequest request = CreateRequest(tenant);
        LimitPartition partition = rule.Find(request, _time.GetTimestamp())!;
        LimitVerdict verdict = rule.TryPass(partition, 1, _time.GetTimestamp(), out _);
        return verdict == LimitVerdict.Passed || (verdict == LimitVerdict.Open && (await rule.PassAsync(partition, 1, 4, TimeSpan.MaxValue, default)).IsPassed);
    }

    private static InferenceRequest CreateRequest(string tenant)
    {
        InferenceRequest request = new(ModelReference.ToModel("m"));
        request.Context.Tenant = tenant;
        return request;
    }
}
