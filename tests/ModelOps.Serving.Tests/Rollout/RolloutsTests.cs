using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;
using ModelOps.TestSupport;

namespace ModelOps.Serving.Tests.Rollout;

public sealed class RolloutsTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_CallsAreSplitAndCounted()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();

        RolloutProgress started = await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        int canary = await host.CountCanaryAsync(1000);
        await host.EvaluateAsync(1);

        Assert.Equal((RolloutState.Running, 0, 10, "1.0.0", "1.1.0"), (started.State, started.Step, started.Weight, started.ChampionVersion, started.CanaryVersion));
        Assert.InRange(canary, 60, 140);
        Assert.Equal((1000 - canary, canary), (host.Progress.ChampionCalls, host.Progress.CanaryCalls));
        Assert.Equal(0.025, host.Progress.AlphaSpent, 1e-12);
        Assert.Equal(["start"], host.Audit.Kinds);
    }

    [Fact]
    public async Task Evaluate_HealthyCanary_AdvancesThenPromotesAndMovesTheAlias()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);

        host.Feed(0, 500);
        host.Feed(1, 49);
        await host.EvaluateAsync();
        Assert.Equal(0, host.Progress.Step); // one call short
        host.Feed(1, 1);
        await host.EvaluateAsync();
        Assert.Equal((1, 50, 0L), (host.Progress.Step, host.Progress.Weight, host.Progress.CanaryCalls));
        host.Feed(0, 100);
        host.Feed(1, 100);
        await host.EvaluateAsync();
        Assert.Equal((RolloutState.Running, GateVerdict.Undecided), (host.Progress.State, host.Progress.Gates[0].Verdict)); // the last step waits for proof
        host.Feed(0, 300);
        host.Feed(1, 300);
        await host.EvaluateAsync();

        Assert.Equal(RolloutState.Promoted, host.Progress.State);
        AliasMove move = Assert.Single(host.Host.Registry.Moves);
        Assert.Equal(("champion", 2L, 1L), (move.Alias, move.Number, move.ExpectedRevision));
        Assert.Contains("error_rate.difference", move.Evidence.Keys);
        Assert.Equal("1.1.0", (await host.Host.CallAsync("demand@champion")).Version);
        Assert.Null(host.Tap);
        Assert.Equal(100, await host.CountCanaryAsync(100));
        Assert.Equal(["start", "advance", "promote"], host.Audit.Kinds);
        IReadOnlyDictionary<string, string> evidence = host.Audit.Events[^1].Evidence;
        Assert.Equal(("2", "50", "400 / 400", "Proven"), (evidence["step"], evidence["weight"], evidence["error_rate.counts"], evidence["error_rate.verdict"]));
    }

    [Fact]
    public async Task Evaluate_FailingCanary_RolledBackWhateverThePolicySays()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        host.Host.Services.GetRequiredService<ITrafficRouter>().Set(new TrafficSplit("demand", [new("candidate", 1)]));
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);

        host.Feed(0, 400);
        host.Feed(1, 40, failed: 20);
        await host.EvaluateAsync(1);

        Assert.Equal((RolloutState.RolledBack, 0), (host.Progress.State, host.Progress.Weight));
        Assert.Equal(0, await host.CountCanaryAsync(200));
        Assert.Equal(["start", "rollback"], host.Audit.Kinds);
        Assert.Equal("Harmful", host.Audit.Events[1].Evidence["error_rate.verdict"]);
        await Assert.ThrowsAsync<RolloutStateException>(() => host.Rollouts.AbortAsync("demand", "again", Cancel));
        Assert.True(await host.Rollouts.RemoveAsync("demand", Cancel));
        Assert.Equal(50, await host.CountCanaryAsync(50)); // the policy decides again
        Assert.False(await host.Rollouts.RemoveAsync("demand", Cancel));
    }

    [Fact]
    public async Task Pause_KeepsTheStep_HarmStillRollsBack()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        await host.Rollouts.PauseAsync("demand", "lunch", Cancel);

        host.Feed(0, 500);
        host.Feed(1, 500);
        await host.EvaluateAsync();
        Assert.Equal((RolloutState.Paused, 0, 500L), (host.Progress.State, host.Progress.Step, host.Progress.CanaryCalls));
        await Assert.ThrowsAsync<RolloutStateException>(() => host.Rollouts.PauseAsync("demand", "again", Cancel));
        await Assert.ThrowsAsync<RolloutStateException>(() => host.Rollouts.RemoveAsync("demand", Cancel));
        host.Feed(1, 500, failed: 500);
        await host.EvaluateAsync();

        Assert.Equal(RolloutState.RolledBack, host.Progress.State);
        Assert.Equal(["start", "pause", "rollback"], host.Audit.Kinds);
    }

    [Fact]
    public async Task Resume_TheStepBeginsAnew()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        host.Feed(0, 500);
        host.Feed(1, 30);
        await host.Rollouts.PauseAsync("demand", "lunch", Cancel);

        RolloutProgress resumed = await host.Rollouts.ResumeAsync("demand", "back", Cancel);

        Assert.Equal((RolloutState.Running, 0, 0L, "back"), (resumed.State, resumed.Step, resumed.CanaryCalls, resumed.Reason));
        Assert.Equal("30", host.Audit.Events[1].Evidence["canary_calls"]);
    }

    [Fact]
    public async Task Abort_ByHand_ChampionAnswersAll()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);

        RolloutProgress aborted = await host.Rollouts.AbortAsync("demand", "wrong file", Cancel);

        Assert.Equal((RolloutState.RolledBack, "wrong file"), (aborted.State, aborted.Reason));
        Assert.Equal(0, await host.CountCanaryAsync(100));
        Assert.Equal(["start", "abort"], host.Audit.Kinds);
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel); // a finished one is replaced
        Assert.Equal(RolloutState.Running, host.Progress.State);
    }

    [Theory]
    [InlineData(InconclusiveAction.Hold, RolloutState.Paused, "hold")]
    [InlineData(InconclusiveAction.RollBack, RolloutState.RolledBack, "rollback")]
    public async Task Evaluate_TimeIsOver_AsThePolicySays(InconclusiveAction action, RolloutState state, string decision)
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy with { WhenInconclusive = action }, Cancel);

        await host.EvaluateAsync(3599);
        Assert.Equal(RolloutState.Running, host.Progress.State);
        await host.EvaluateAsync(1);

        Assert.Equal(state, host.Progress.State);
        Assert.Equal(["start", decision], host.Audit.Kinds);
    }

    [Fact]
    public async Task Evaluate_CanaryMovedMeanwhile_HoldsAndNewVersionGetsNoCalls()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy with { Steps = [99] }, Cancel);
        host.Host.Registry.Point("demand", "candidate", 3);
        await host.Host.Host.RefreshAsync("demand", Cancel);

        for (int i = 0; i < 50; i++) { Assert.Equal("1.0.0", (await host.Host.CallAsync("demand")).Version); }
        host.Feed(0, 500);
        host.Feed(1, 500);
        await host.EvaluateAsync();

        Assert.Equal(RolloutState.Paused, host.Progress.State);
        Assert.Equal("1.2.0", (await host.Rollouts.ResumeAsync("demand", "compare the new one", Cancel)).CanaryVersion);
    }

    [Fact]
    public async Task Evaluate_ChampionMovedMeanwhile_HoldsAndHarmStillRollsBack()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        host.Host.Registry.Point("demand", "champion", 3);
        await host.Host.Host.RefreshAsync("demand", Cancel);

        host.Feed(0, 500);
        host.Feed(1, 500);
        await host.EvaluateAsync();
        Assert.Equal((RolloutState.Paused, 0), (host.Progress.State, host.Progress.Step));
        host.Feed(1, 500, failed: 500);
        await host.EvaluateAsync();

        Assert.Equal(RolloutState.RolledBack, host.Progress.State);
        Assert.Equal("1.2.0", (await host.Host.CallAsync("demand")).Version);
    }

    [Fact]
    public async Task Evaluate_ChampionMovedToTheCanaryByHand_CountsAsPromoted()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        host.Host.Registry.Point("demand", "champion", 2);
        await host.Host.Host.RefreshAsync("demand", Cancel);

        await host.EvaluateAsync();

        Assert.Equal(RolloutState.Promoted, host.Progress.State);
        Assert.Null(host.Tap);
        Assert.Equal(["start", "promote"], host.Audit.Kinds);
    }

    [Fact]
    public async Task Evaluate_AliasRevisionChanged_HoldsInsteadOfPromoting()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy with { Steps = [50] }, Cancel);
        host.Host.Registry.Point("demand", "champion", 1); // by someone else, to the same version: only the revision tells

        host.Feed(0, 500);
        host.Feed(1, 500);
        await host.EvaluateAsync();

        Assert.Equal((RolloutState.Paused, 50), (host.Progress.State, host.Progress.Weight));
        Assert.Empty(host.Host.Registry.Moves);
        Assert.Equal(["start", "promote", "hold"], host.Audit.Kinds);
    }

    [Fact]
    public async Task Evaluate_AliasStays_AllCallsGoToTheCanary()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy with { Steps = [50, 100], MovesAlias = false }, Cancel);

        host.Feed(0, 500);
        host.Feed(1, 500);
        await host.EvaluateAsync();

        Assert.Equal((RolloutState.Promoted, 100), (host.Progress.State, host.Progress.Weight));
        Assert.Empty(host.Host.Registry.Moves);
        Assert.Equal(100, await host.CountCanaryAsync(100));
    }

    [Fact]
    public async Task Evaluate_AuditFails_NoPromotionUntilItWorks()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy with { Steps = [50] }, Cancel);
        host.Audit.Failure = new IOException("disk full");

        host.Feed(0, 500);
        host.Feed(1, 500);
        await host.EvaluateAsync();
        Assert.Equal(RolloutState.Running, host.Progress.State);
        host.Audit.Failure = null;
        await host.EvaluateAsync();

        Assert.Equal(RolloutState.Promoted, host.Progress.State);
    }

    [Fact]
    public async Task Evaluate_AuditFails_RolledBackAllTheSame()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);
        host.Audit.Failure = new IOException("disk full");

        host.Feed(0, 400);
        host.Feed(1, 40, failed: 40);
        await host.EvaluateAsync();

        Assert.Equal(RolloutState.RolledBack, host.Progress.State);
    }

    [Fact]
    public async Task Start_NotPossible_RefusedAndNothingBegins()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();

        await Assert.ThrowsAsync<ModelNotReadyException>(() => host.Rollouts.StartAsync("demand", RolloutHost.Policy with { Canary = "missing" }, Cancel));
        await Assert.ThrowsAsync<ModelNotReadyException>(() => host.Rollouts.StartAsync("other", RolloutHost.Policy, Cancel));
        host.Host.Registry.Point("demand", "candidate", 1);
        await host.Host.Host.RefreshAsync("demand", Cancel);
        await Assert.ThrowsAsync<RolloutStateException>(() => host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel));
        ArgumentException wrong = await Assert.ThrowsAsync<ArgumentException>(() => host.Rollouts.StartAsync("demand", new RolloutPolicy { Alpha = 0.6 }, Cancel));

        Assert.Contains("policy:Alpha is 0.6.", wrong.Message, StringComparison.Ordinal);
        Assert.Contains("policy has no gate.", wrong.Message, StringComparison.Ordinal);
        Assert.Empty(host.Rollouts.Current);
        Assert.Null(host.Tap);
        await Assert.ThrowsAsync<RolloutStateException>(() => host.Rollouts.PauseAsync("demand", "none", Cancel));
    }

    [Fact]
    public async Task Start_WhileOneIsUnderWay_Refused()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel);

        RolloutStateException error = await Assert.ThrowsAsync<RolloutStateException>(() => host.Rollouts.StartAsync("demand", RolloutHost.Policy, Cancel));

        Assert.Equal((RolloutState.Running, "ROLLOUT_STATE", ModelOpsErrorKind.FailedPrecondition), (error.State, error.Code, error.Kind));
    }

    [Fact]
    public async Task InferAsync_RolloutWithAllGates_NothingAllocated()
    {
        using RolloutHost host = await RolloutHost.CreateAsync();
        RolloutPolicy all = RolloutHost.Policy with { Latency = new LatencyGate { Quantile = 0.95 }, Outcome = new OutcomeGate() };
        await host.Rollouts.StartAsync("demand", all, Cancel);
        using InferenceRequest request = TestHost.CreateRequest("demand");
        request.Context.RoutingKey = "customer-17";
        using InferenceResponse response = new();
        IInferenceClient client = host.Host.Client;

        Assert.Equal(0, Allocations.Fewest(() => client.InferAsync(request, response)));
    }
}
