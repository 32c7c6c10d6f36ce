using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Traffic;

public sealed class TrafficInferenceClientTests
{
    private const int Calls = 4000;
    private const double Spread = 4.5 * 0.0079; // standard deviations of a share of one half in 4000 calls: at most 1 in 100,000 runs is outside

    [Theory]
    [InlineData(75, 25)]
    [InlineData(1, 1)]
    [InlineData(99, 1)]
    public async Task InferAsync_WithoutKey_SharesAsWeighted(int champion, int candidate)
    {
        using TestHost host = await CreateAsync();
        Router(host).Set(new TrafficSplit("demand", [new("champion", champion), new("candidate", candidate)]));

        int hits = 0;
        for (int i = 0; i < Calls; i++) { hits += (await host.CallAsync("demand")).Version == "1.1.0" ? 1 : 0; }

        double share = candidate / (double)(champion + candidate);
        Assert.InRange(hits / (double)Calls, share - Spread, share + Spread);
        Assert.InRange(hits, 1, Calls - 1);
    }

    [Fact]
    public async Task InferAsync_WithKeys_StickyAndSharesAsWeightedAndGrowsWithoutSwitchingBack()
    {
        using TestHost host = await CreateAsync();
        string[] keys = [.. Enumerable.Range(0, Calls).Select(static i => $"customer-{i}")];
        HashSet<string> before = [];
        foreach (int weight in new[] { 10, 30 })
        {
            Router(host).Set(new TrafficSplit("demand", [new("champion", 100 - weight), new("candidate", weight)]));
            HashSet<string> candidates = [];
            foreach (string key in keys)
            {
                string version = (await host.CallAsync("demand", key)).Version;
                if (version == "1.1.0") { candidates.Add(key); }
                Assert.Equal(version, (await host.CallAsync("demand", key)).Version);
            }

            Assert.InRange(candidates.Count / (double)Calls, (weight / 100.0) - Spread, (weight / 100.0) + Spread);
            Assert.Subset(candidates, before);
            before = candidates;
        }
    }

    [Fact]
    public async Task InferAsync_ReferenceNamesVersionOrAlias_SplitNotApplied()
    {
        using TestHost host = await CreateAsync();
        Router(host).Set(new TrafficSplit("demand", [new("champion", 0), new("candidate", 1)]));

        Assert.Equal("1.1.0", (await host.CallAsync("demand")).Version);
        Assert.Equal("1.0.0", (await host.CallAsync("demand@champion")).Version);
        Assert.Equal("1.0.0", (await host.CallAsync("demand:1")).Version);
        Router(host).Remove("demand");
        Assert.Equal("1.0.0", (await host.CallAsync("demand")).Version);
    }

    [Fact]
    public async Task InferAsync_VariantNotReady_FirstVariantAnswers()
    {
        using TestHost host = await CreateAsync();
        Router(host).Set(new TrafficSplit("demand", [new("champion", 0), new("shadow", 1)]));

        for (int i = 0; i < 100; i++) { Assert.Equal("1.0.0", (await host.CallAsync("demand")).Version); }
    }

    [Fact]
    public async Task InferAsync_Routed_RequestIsAsItWasAndNothingAllocated()
    {
        using TestHost host = await CreateAsync();
        Router(host).Set(new TrafficSplit("demand", [new("champion", 1), new("candidate", 1)]));
        using InferenceRequest request = TestHost.CreateRequest("demand");
        request.Context.RoutingKey = "customer-17";
        using InferenceResponse response = new();
        IInferenceClient client = host.Client;
        ModelReference asked = request.Model;

        Assert.Equal(0, Allocations.Fewest(() => client.InferAsync(request, response)));
        Assert.Same(asked, request.Model);
        request.Inputs.Clear();
        await Assert.ThrowsAsync<InvalidInferenceRequestException>(async () => await client.InferAsync(request, response));
        Assert.Same(asked, request.Model);
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
