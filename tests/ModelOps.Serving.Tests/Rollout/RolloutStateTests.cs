using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Rollout;

public sealed class RolloutStateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_AfterARestart_GoesOnWithItsEvidence()
    {
        using TemporaryFolder folder = new();
        string state = folder.File("state");
        RolloutProgress before;
        using (RolloutHost first = await RolloutHost.CreateAsync(options: o => o.StateDirectory = state))
        {
            await first.Rollouts.StartAsync("demand", RolloutHost.Policy with { Latency = new LatencyGate { Quantile = 0.9 }, Outcome = new OutcomeGate() }, Cancel);
            first.Feed(0, 500);
            first.Feed(1, 60);
            await first.EvaluateAsync();
            first.Feed(0, 40, failed: 1);
            first.Feed(1, 40);
            await first.Rollouts.EvaluateAsync(Cancel);
            await first.Rollouts.FlushAsync(Cancel);
            before = first.Progress;
        }

        using RolloutHost second = await RolloutHost.CreateAsync(options: o => o.StateDirectory = state);
        second.Rollouts.Load();

        Assert.Equal((RolloutState.Running, 1, 50, 40L), (second.Progress.State, second.Progress.Step, second.Progress.Weight, second.Progress.CanaryCalls));
        Assert.Equal(before.Gates, second.Progress.Gates);
        Assert.Equal(before with { Gates = [], Policy = second.Progress.Policy }, second.Progress with { Gates = [] });
        Assert.InRange(await second.CountCanaryAsync(400), 130, 270);
        second.Feed(1, 100, failed: 100);
        await second.EvaluateAsync(1);
        Assert.Equal(RolloutState.RolledBack, second.Progress.State);
    }

    [Fact]
    public async Task Load_AfterRollback_ChampionStillAnswersAll_AfterPromotion_NothingHeld()
    {
        using TemporaryFolder folder = new();
        string state = folder.File("state");
        using (RolloutHost first = await RolloutHost.CreateAsync(options: o => o.StateDirectory = state))
        {
            await first.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
            await first.Rollouts.AbortAsync("demand", "no", Cancel);
        }

        using (RolloutHost second = await RolloutHost.CreateAsync(options: o => o.StateDirectory = state))
        {
            second.Host.Services.GetRequiredService<ITrafficRouter>().Set(new TrafficSplit("demand", [new("candidate", 1)]));
            second.Rollouts.Load();
            Assert.Equal(0, await second.CountCanaryAsync(50));
            await second.Rollouts.StartAsync("demand", RolloutHost.Policy with { Steps = [50] }, Cancel);
            second.Feed(0, 500);
            second.Feed(1, 500);
            await second.EvaluateAsync();
            Assert.Equal(RolloutState.Promoted, second.Progress.State);
        }

        using RolloutHost third = await RolloutHost.CreateAsync(options: o => o.StateDirectory = state);
        third.Rollouts.Load();
        Assert.Equal(RolloutState.Promoted, third.Progress.State);
        Assert.Null(third.Tap);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("null")]
    [InlineData("""{"format":99,"model":"demand"}""")]
    [InlineData("""{"format":1,"model":"demand","step":7,"policy":{"errorRate":{}}}""")]
    [InlineData("""{"format":1,"model":"demand","policy":{"errorRate":{}},"champion":{"bins":[1]}}""")]
    [InlineData("""{"format":1,"model":"other","policy":{"errorRate":{}}}""")]
    public async Task Load_FileIsNotSound_NoRolloutAndNoHarm(string content)
    {
        using TemporaryFolder folder = new();
        Directory.CreateDirectory(folder.File("state"));
        await File.WriteAllTextAsync(Path.Combine(folder.File("state"), "demand.rollout.json"), content, Cancel);
        using RolloutHost host = await RolloutHost.CreateAsync(options: o => o.StateDirectory = folder.File("state"));

        host.Rollouts.Load();

        Assert.Empty(host.Rollouts.Current);
        Assert.Null(host.Tap);
    }

    [Fact]
    public async Task AuditFile_EachDecisionALine_AlsoAfterACutOffOne()
    {
        using TemporaryFolder folder = new();
        string file = folder.File("audit/rollouts.jsonl");
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        await File.WriteAllTextAsync(file, "{\"kind\":\"rollout.st", Cancel);
        using RolloutHost host = await RolloutHost.CreateAsync(options: o => o.AuditFile = file);

        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        await host.Rollouts.AbortAsync("demand", "wrong \"file\"", Cancel);

        string[] lines = await File.ReadAllLinesAsync(file, Cancel);
        Assert.Equal(3, lines.Length);
        using System.Text.Json.JsonDocument last = System.Text.Json.JsonDocument.Parse(lines[2]);
        Assert.Equal("rollout.abort", last.RootElement.GetProperty("kind").GetString());
        Assert.Equal("wrong \"file\"", last.RootElement.GetProperty("reason").GetString());
        Assert.Equal("1.1.0", last.RootElement.GetProperty("evidence").GetProperty("canary_version").GetString());
    }

    [Fact]
    public async Task HostedService_LooksAtIntervals()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        IHostedService service = host.Host.Services.GetServices<IHostedService>().OfType<RolloutHostedService>().Single();
        await service.StartAsync(Cancel);
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        host.Feed(0, 400);
        host.Feed(1, 40, failed: 40);

        await Eventually.TrueAsync(
            () =>
            {
                host.Host.Time.Advance(TimeSpan.FromSeconds(1));
                return host.Progress.State == RolloutState.RolledBack;
            },
            "the rollback");

        await service.StopAsync(Cancel);
    }

    [Fact]
    public void Options_Configured_PoliciesAreRead()
    {
        using IHost host = Build(new()
        {
            ["ModelOps:Serving:Rollout:EvaluationInterval"] = "00:00:02",
            ["ModelOps:Serving:Rollout:Policies:careful:Steps:0"] = "2",
            ["ModelOps:Serving:Rollout:Policies:careful:Steps:1"] = "20",
            ["ModelOps:Serving:Rollout:Policies:careful:ErrorRate:MaxIncrease"] = "0.005",
            ["ModelOps:Serving:Rollout:Policies:careful:Latency:Quantile"] = "0.99",
            ["ModelOps:Serving:Rollout:Policies:careful:WhenInconclusive"] = "RollBack",
        });

        RolloutOptions options = host.Services.GetRequiredService<IOptions<RolloutOptions>>().Value;

        RolloutPolicy policy = Assert.Single(options.Policies, static p => p.Key == "careful").Value;
        Assert.Equal(TimeSpan.FromSeconds(2), options.EvaluationInterval);
        Assert.Equal([2, 20], policy.Steps);
        Assert.Equal((0.005, 0.99, InconclusiveAction.RollBack), (policy.ErrorRate!.MaxIncrease, policy.Latency!.Quantile, policy.WhenInconclusive));
    }

    [Fact]
    public void Options_Wrong_EachFieldIsNamed()
    {
        using IHost host = Build(new()
        {
            ["ModelOps:Serving:Rollout:EvaluationInterval"] = "00:00:00",
            ["ModelOps:Serving:Rollout:AuditFile"] = " ",
            ["ModelOps:Serving:Rollout:Policies:bad:Steps:0"] = "20",
            ["ModelOps:Serving:Rollout:Policies:bad:Steps:1"] = "10",
            ["ModelOps:Serving:Rollout:Policies:bad:Latency:Quantile"] = "1.5",
        });

        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => host.Services.GetRequiredService<IOptions<RolloutOptions>>().Value);

        Assert.Contains("ModelOps:Serving:Rollout:EvaluationInterval is 00:00:00.", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Serving:Rollout:AuditFile is ' '.", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Serving:Rollout:Policies:bad:Steps:1 is 10.", error.Message, StringComparison.Ordinal);
        Assert.Contains("ModelOps:Serving:Rollout:Policies:bad:Latency:Quantile is 1.5.", error.Message, StringComparison.Ordinal);
    }

    private static IHost Build(Dictionary<string, string?> settings)
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddModelOps().AddServing();
        return builder.Build();
    }
}
