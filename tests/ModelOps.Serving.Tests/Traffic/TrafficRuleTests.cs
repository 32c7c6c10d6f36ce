using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Traffic;

public sealed class TrafficRuleTests
{
    private static readonly TrafficRule Beta = new() { Name = "beta", Header = "X-Channel", HeaderValue = "beta", Alias = "candidate" };

    [Theory]
    [InlineData("beta", "1.1.0")]
    [InlineData("Beta", "1.0.0")]
    [InlineData("beta2", "1.0.0")]
    [InlineData(null, "1.0.0")]
    public async Task InferAsync_HeaderValue_MustBeEqual(string? value, string version) => Assert.Equal(version, await CallAsync(Beta, c => SetHeader(c, value)));

    [Theory]
    [InlineData("beta2", "1.1.0")]
    [InlineData("alpha", "1.0.0")]
    public async Task InferAsync_HeaderPrefix_MustBegin(string value, string version) =>
        Assert.Equal(version, await CallAsync(Beta with { HeaderValue = null, HeaderPrefix = "beta" }, c => SetHeader(c, value)));

    [Fact]
    public async Task InferAsync_HeaderAlone_AnyValue()
    {
        Assert.Equal("1.1.0", await CallAsync(Beta with { HeaderValue = null }, static c => c.Headers["x-channel"] = ""));
        Assert.Equal("1.0.0", await CallAsync(Beta with { HeaderValue = null }, static _ => { }));
    }

    [Fact]
    public async Task InferAsync_TenantAndHeader_BothMustHold()
    {
        TrafficRule rule = Beta with { Tenant = "acme" };

        Assert.Equal("1.1.0", await CallAsync(rule, static c => (c.Tenant, c.Headers["X-Channel"]) = ("acme", "beta")));
        Assert.Equal("1.0.0", await CallAsync(rule, static c => c.Tenant = "acme"));
        Assert.Equal("1.0.0", await CallAsync(rule, static c => (c.Tenant, c.Headers["X-Channel"]) = ("other", "beta")));
    }

    [Fact]
    public async Task InferAsync_VersionTarget_ThatVersionAnswers() =>
        Assert.Equal("1.1.0", await CallAsync(Beta with { Alias = null, Version = "2" }, static c => SetHeader(c, "beta")));

    [Theory]
    [InlineData("shadow", null)]
    [InlineData(null, "9.0.0")]
    public async Task InferAsync_TargetNotReady_DefaultAliasAnswers(string? alias, string? version) =>
        Assert.Equal("1.0.0", await CallAsync(Beta with { Alias = alias, Version = version }, static c => SetHeader(c, "beta")));

    [Fact]
    public async Task InferAsync_TimeWindow_AppliesFromItsBeginningUntilItsEnd()
    {
        using TestHost host = await CreateAsync();
        DateTimeOffset now = host.Time.GetUtcNow();
        Router(host).Set(new TrafficPolicy
        {
            Model = "demand",
            Rules = [new TrafficRule { Name = "launch", NotBefore = now.AddHours(1), NotAfter = now.AddHours(2), Alias = "candidate" }],
        });

        Assert.Equal("1.0.0", (await host.CallAsync("demand")).Version);
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("1.1.0", (await host.CallAsync("demand")).Version);
        host.Time.Advance(TimeSpan.FromHours(1));
        Assert.Equal("1.0.0", (await host.CallAsync("demand")).Version);
    }

    [Fact]
    public async Task InferAsync_SeveralRulesAndSplit_FirstRuleThatAppliesThenSplit()
    {
        using TestHost host = await CreateAsync();
        using MetricCollector<long> calls = new(host.Services.GetRequiredService<IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.traffic.calls");
        Router(host).Set(new TrafficPolicy
        {
            Model = "demand",
            Rules = [new TrafficRule { Name = "staff", Tenant = "acme", Alias = "champion" }, new TrafficRule { Name = "acme", Tenant = "acme", Alias = "candidate" }],
            Variants = [new("champion", 0), new("candidate", 1)],
        });

        Assert.Equal("1.0.0", await CallAsync(host, static c => c.Tenant = "acme"));
        Assert.Equal("1.1.0", await CallAsync(host, static _ => { }));
        Assert.Equal(["staff", "split"], calls.GetMeasurementSnapshot().Select(static m => m.Tags["modelops.traffic.reason"]));
        Assert.Equal(["champion", "candidate"], calls.GetMeasurementSnapshot().Select(static m => m.Tags["modelops.traffic.variant"]));
    }

    [Fact]
    public async Task InferAsync_RuleApplies_NothingAllocated()
    {
        using TestHost host = await CreateAsync();
        Router(host).Set(new TrafficPolicy { Model = "demand", Rules = [Beta], Variants = [new("champion", 1)] });
        using InferenceRequest request = TestHost.CreateRequest("demand");
        SetHeader(request.Context, "beta");
        using InferenceResponse response = new();
        IInferenceClient client = host.Client;

        Assert.Equal(0, Allocations.Fewest(() => client.InferAsync(request, response)));
        Assert.Equal("1.1.0", response.ModelVersion);
    }

    private static async Task<string> CallAsync(TrafficRule rule, Action<InferenceContext> say)
    {
        using TestHost host = await CreateAsync();
        Router(host).Set(new TrafficPolicy { Model = "demand", Rules = [rule] });
        return await CallAsync(host, say);
    }

    private static async Task<string> CallAsync(TestHost host, Action<InferenceContext> say)
    {
        using InferenceRequest request = TestHost.CreateRequest("demand");
        say(request.Context);
        using InferenceResponse response = await host.Client.InferAsync(request);
        return response.ModelVersion;
    }

    private static void SetHeader(InferenceContext context, string? value)
    {
        if (value is not null) { context.Headers["X-Channel"] = value; }
    }

    private static ITrafficRouter Router(TestHost host) => host.Services.GetRequiredService<ITrafficRouter>();

    private static async Task<TestHost> CreateAsync()
    {
        TestHost host = new();
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        host.Registry.Point("demand", "candidate", 2);
        await host.FollowAsync("demand", "champion", "candidate");
        return host;
    }
}
