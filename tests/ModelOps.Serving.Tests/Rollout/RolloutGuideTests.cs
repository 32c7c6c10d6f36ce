using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;

namespace ModelOps.Serving.Tests.Rollout;

/// <summary>What <c>docs/guides/rollouts.md</c> shows.</summary>
public sealed class RolloutGuideTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Guide_WorkedExample_EndsInAPromotion()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        IServiceProvider services = host.Host.Services;
        SetPolicy(services.GetRequiredService<ITrafficRouter>());
        IRollouts rollouts = services.GetRequiredService<IRollouts>();
        await StartAsync(rollouts, Cancel);
        Assert.Equal("demand: Running at 5 %", Watch(rollouts)[0]);
        Assert.Equal(4, Watch(rollouts).Count);

        Random random = new(11);
        for (int look = 0; look < 400 && host.Progress.State == RolloutState.Running; look++)
        {
            for (int i = 0; i < 200; i++)
            {
                string customer = $"customer-{look}-{i}";
                await host.Host.CallAsync("demand", customer);
                Report(rollouts, customer, random.NextDouble() < 0.4);
            }

            host.Feed(0, 50);
            host.Feed(1, 50);
            await host.EvaluateAsync(60);
        }

        Assert.Equal(RolloutState.Promoted, host.Progress.State);
        Assert.Equal(["start", "advance", "advance", "promote"], host.Audit.Kinds);
    }

    [Fact]
    public async Task Guide_OwnGate_Holds()
    {
        DriftGate gate = new();
        Assert.Equal(RolloutGateAction.Pass, (await gate.EvaluateAsync(Progress(), Cancel)).Action);
        gate.Share = 0.4;
        Assert.Equal(RolloutGateAction.Hold, (await gate.EvaluateAsync(Progress(), Cancel)).Action);
    }

    [Fact]
    public async Task Guide_Experiment_IsRead()
    {
        using TestHost host = new();
        host.AddVersions("demand", 10, 20);
        host.Registry.Point("demand", "champion", 1);
        host.Registry.Point("demand", "candidate", 2);
        await host.FollowAsync("demand", "champion", "candidate");
        SetExperiment(host.Services.GetRequiredService<ITrafficRouter>());
        for (int i = 0; i < 200; i++) { await host.CallAsync("demand", $"customer-{i}"); }

        Assert.Equal(2, ReadExperiment(host.Services.GetRequiredService<IExperiments>(), "customer-1").Count);
    }

    private static void SetPolicy(ITrafficRouter router)
    {
        // <snippet:docs/guides/rollouts.md#1>
        router.Set(new TrafficPolicy
        {
            Model = "demand",
            Rules =
            [
                new TrafficRule { Name = "beta", Header = "X-Channel", HeaderPrefix = "beta", Alias = "candidate" },
                new TrafficRule { Name = "acme", Tenant = "acme", Version = "1.0.0" },
            ],
            Shadow = new ShadowPolicy { Alias = "candidate", Share = 0.2 },
        });
        // </snippet>
    }

    private static async Task StartAsync(IRollouts rollouts, CancellationToken cancellationToken)
    {
        // <snippet:docs/guides/rollouts.md#2>
        await rollouts.StartAsync(
            "demand",
            new RolloutPolicy
            {
                Steps = [5, 25, 50, 100],
                Alpha = 0.05,
                MinSamples = 500,
                MinStepDuration = TimeSpan.FromMinutes(10),
                ErrorRate = new ErrorRateGate { MaxIncrease = 0.02 },
                Latency = new LatencyGate { Quantile = 0.95, MaxIncrease = 0.5 },
                Outcome = new OutcomeGate { Min = 0, Max = 1, MaxLoss = 0.1 },
            },
            cancellationToken);
        // </snippet>
    }

    private static void Report(IRollouts rollouts, string customer, bool bought)
    {
        // <snippet:docs/guides/rollouts.md#3>
        rollouts.RecordOutcome("demand", routingKey: customer, value: bought ? 1 : 0);
        // </snippet>
    }

    private static List<string> Watch(IRollouts rollouts)
    {
        List<string> lines = [];
        // <snippet:docs/guides/rollouts.md#4>
        RolloutProgress progress = rollouts.Find("demand")!;
        lines.Add($"{progress.Model}: {progress.State} at {progress.Weight} %");
        foreach (GateEvidence gate in progress.Gates)
        {
            lines.Add($"{gate.Gate}: {gate.Verdict}, difference {gate.Difference.Lower:G3} to {gate.Difference.Upper:G3}, limit {gate.Limit}");
        }
        // </snippet>
        return lines;
    }

    private static void SetExperiment(ITrafficRouter router)
    {
        // <snippet:docs/guides/rollouts.md#6>
        router.Set(new TrafficPolicy
        {
            Model = "demand",
            Experiments =
            [
                new Experiment { Name = "pricing", Allocation = 0.2, Variants = [new("champion", 1), new("candidate", 1)] },
            ],
        });
        // </snippet>
    }

    private static List<string> ReadExperiment(IExperiments experiments, string customer)
    {
        List<string> lines = [];
        // <snippet:docs/guides/rollouts.md#7>
        experiments.RecordOutcome("demand", "pricing", customer, 17.5);
        ExperimentResult result = experiments.Results.Single();
        if (!result.HasSampleRatioMismatch)
        {
            lines.AddRange(result.Variants.Select(v => $"{v.Alias}: {v.Units} units, {v.ErrorRate:P2} errors, outcome {v.OutcomeMean:F2}"));
        }
        // </snippet>
        return lines;
    }

    private static RolloutProgress Progress() => new()
    {
        Model = "demand",
        Policy = RolloutHost.Policy,
        State = RolloutState.Running,
        ChampionVersion = "1.0.0",
        CanaryVersion = "1.1.0",
        Step = 0,
        Weight = 5,
        StartedAt = default,
        StepStartedAt = default,
    };

    // <snippet:docs/guides/rollouts.md#5>
    internal sealed class DriftGate : IRolloutGate
    {
        public double Share { get; set; } // of the features that have drifted, as your monitor tells it

        public ValueTask<RolloutGateResult> EvaluateAsync(RolloutProgress rollout, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Share > 0.3 ? RolloutGateResult.Hold($"{Share:P0} of the features have drifted") : RolloutGateResult.Pass);
    }
    // </snippet>
}
