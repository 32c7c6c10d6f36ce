using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Rollout;

public sealed class RolloutGateTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(5, 5, GateVerdict.Proven)]
    [InlineData(5, 10, GateVerdict.Harmful)]
    [InlineData(5, 6, GateVerdict.Undecided)]
    public async Task Latency_Mean_Compared(double champion, double canary, GateVerdict verdict)
    {
        LatencyGate gate = new() { MaxIncrease = 0.2, Cap = TimeSpan.FromMilliseconds(50) };

        Assert.Equal(verdict, await JudgeLatencyAsync(gate, champion, canary));
    }

    [Theory]
    [InlineData(5, 4.9, GateVerdict.Proven)]
    [InlineData(5, 10, GateVerdict.Harmful)]
    [InlineData(5, 6, GateVerdict.Undecided)]
    public async Task Latency_Quantile_Compared(double champion, double canary, GateVerdict verdict) =>
        Assert.Equal(verdict, await JudgeLatencyAsync(new LatencyGate { Quantile = 0.95, MaxIncrease = 0.2 }, champion, canary));

    [Theory]
    [InlineData(true, 0.2, RolloutState.RolledBack)]
    [InlineData(true, 0.9, RolloutState.Promoted)]
    [InlineData(false, 0.2, RolloutState.Promoted)]
    [InlineData(false, 0.9, RolloutState.RolledBack)]
    public async Task Outcome_JoinedByRoutingKey_Decides(bool isHigherBetter, double canaryRate, RolloutState expected)
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy with { Steps = [50], ErrorRate = null, Outcome = new OutcomeGate { IsHigherBetter = isHigherBetter, MaxLoss = 0.1 } }, Cancel);
        Random random = new(5);
        for (int i = 0; i < 2000; i++)
        {
            string key = $"customer-{i}";
            bool isCanary = (await host.Host.CallAsync("demand", key)).Version == "1.1.0";
            Assert.True(host.Rollouts.RecordOutcome("demand", key, random.NextDouble() < (isCanary ? canaryRate : 0.55) ? 1 : 0));
        }

        await host.EvaluateAsync();

        Assert.Equal(expected, host.Progress.State);
    }

    [Fact]
    public async Task RecordOutcome_OncePerCallAndWithinTheWindow()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy with { Outcome = new OutcomeGate { Window = TimeSpan.FromMinutes(10) } }, Cancel);

        Assert.False(host.Rollouts.RecordOutcome("demand", "a", 1)); // no call
        await host.Host.CallAsync("demand", "a");
        Assert.True(host.Rollouts.RecordOutcome("demand", "a", 1));
        Assert.False(host.Rollouts.RecordOutcome("demand", "a", 1)); // known
        await host.Host.CallAsync("demand", "a");
        Assert.True(host.Rollouts.RecordOutcome("demand", "a", double.PositiveInfinity)); // another call; counts as the largest value
        await host.Host.CallAsync("demand", "a");
        host.Host.Time.Advance(TimeSpan.FromMinutes(11));
        Assert.False(host.Rollouts.RecordOutcome("demand", "a", 1)); // too late
        Assert.False(host.Rollouts.RecordOutcome("other", "a", 1));
        Assert.Throws<ArgumentException>(() => host.Rollouts.RecordOutcome("demand", "a", double.NaN));
        await host.EvaluateAsync(1);

        GateEvidence outcome = host.Progress.Gates.Single(static g => g.Gate == "outcome");
        Assert.Equal(2, outcome.ChampionCount + outcome.CanaryCount);
    }

    [Theory]
    [InlineData(100, RolloutState.Promoted)] // the versions differ by 10
    [InlineData(1, RolloutState.RolledBack)]
    public async Task Disagreement_ComparedByTheShadow_Decides(double tolerance, RolloutState expected)
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        RolloutPolicy policy = RolloutHost.Policy with { Steps = [50], ErrorRate = null, Disagreement = new DisagreementGate { MaxRate = 0.1 } };
        await Assert.ThrowsAsync<RolloutStateException>(() => host.Rollouts.StartAsync("demand", policy, Cancel)); // nothing would be compared
        host.Host.Services.GetRequiredService<ITrafficRouter>().Set(new TrafficPolicy
        {
            Model = "demand",
            Shadow = new ShadowPolicy { Alias = "candidate", Share = 1, MaxQueued = 1000, AbsoluteTolerance = tolerance },
        });
        await host.Rollouts.StartAsync("demand", policy, Cancel);

        int canary = await host.CountCanaryAsync(300);
        ShadowReport Report() => Assert.Single(host.Host.Services.GetRequiredService<IShadows>().Reports);
        await Eventually.TrueAsync(() => Report().Compared == 300 - canary, "the comparisons");
        await host.EvaluateAsync();

        Assert.Equal((300 - canary, expected), (host.Progress.Gates[0].CanaryCount, host.Progress.State));
    }

    [Fact]
    public async Task OwnGate_HoldsThenRollsBack()
    {
        OwnGate gate = new() { Result = RolloutGateResult.Hold("drift in 'price'") };
        using RolloutHost host = await RolloutHost.CreateAsync(services => services.AddSingleton<IRolloutGate>(gate));
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        host.Feed(0, 500);
        host.Feed(1, 500);

        await host.EvaluateAsync();
        Assert.Equal((RolloutState.Running, 0), (host.Progress.State, host.Progress.Step));
        gate.Result = null; // throws
        await host.EvaluateAsync();
        Assert.Equal(0, host.Progress.Step);
        gate.Result = RolloutGateResult.Pass;
        await host.EvaluateAsync();
        Assert.Equal(1, host.Progress.Step);
        gate.Result = RolloutGateResult.RollBack("drift in 'price'");
        await host.EvaluateAsync();

        Assert.Equal((RolloutState.RolledBack, "drift in 'price'"), (host.Progress.State, host.Progress.Reason));
    }

    [Fact]
    public async Task Failures_NotTheModels_DoNotCount()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        CallRecorder recorder = host.Tap!.Recorder!;

        recorder.Record(1, 0, TimeSpan.Zero, CallOutcomes.Of(new OperationCanceledException()));
        recorder.Record(1, 0, TimeSpan.Zero, CallOutcomes.Of(new QuotaExceededException("q", TimeSpan.FromSeconds(1))));
        recorder.Record(1, 0, TimeSpan.Zero, CallOutcome.Cached);
        recorder.Record(1, 0, TimeSpan.Zero, CallOutcomes.Of(new InvalidOperationException()));
        await host.EvaluateAsync(1);

        Assert.Equal((1L, 1.0), (host.Progress.CanaryCalls, host.Progress.Gates[0].CanaryEstimate));
    }

    [Fact]
    public async Task Record_ManyThreadsWhileLooking_EveryCallCountedOnce()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy with { MinSamples = int.MaxValue, Latency = new LatencyGate() }, Cancel);
        CallRecorder recorder = host.Tap!.Recorder!;
        Task[] writers = [.. Enumerable.Range(0, 4).Select(_ => Task.Run(
            () =>
            {
                for (int i = 0; i < 50_000; i++) { recorder.Record(i & 1, 0, TimeSpan.FromMilliseconds(100), CallOutcome.Answered); }
            },
            Cancel))];

        while (!Task.WhenAll(writers).IsCompleted) { await host.EvaluateAsync(0); }
        await host.EvaluateAsync(0);

        Assert.Equal((100_000L, 100_000L), (host.Progress.ChampionCalls, host.Progress.CanaryCalls));
        Assert.Equal(0.1, host.Progress.Gates[1].CanaryEstimate, 1e-5);
    }

    private static async Task<GateVerdict> JudgeLatencyAsync(LatencyGate gate, double champion, double canary)
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy with { MinSamples = int.MaxValue, ErrorRate = null, Latency = gate }, Cancel);
        for (int look = 0; look < 10 && host.Progress.State == RolloutState.Running; look++)
        {
            host.Feed(0, 300, milliseconds: champion);
            host.Feed(1, 300, milliseconds: canary);
            await host.EvaluateAsync(1);
        }

        return host.Progress.Gates[0].Verdict;
    }

    private sealed class OwnGate : IRolloutGate
    {
        public RolloutGateResult? Result { get; set; }

        public ValueTask<RolloutGateResult> EvaluateAsync(RolloutProgress rollout, CancellationToken cancellationToken = default) =>
            ValueTask.FromResult(Result ?? throw new InvalidOperationException("no answer"));
    }
}
