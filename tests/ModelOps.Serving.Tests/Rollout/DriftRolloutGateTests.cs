using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Tests.Rollout;

public sealed class DriftRolloutGateTests
{
    [Theory]
    [InlineData(RolloutGateAction.Hold, RolloutState.Running)]
    [InlineData(RolloutGateAction.RollBack, RolloutState.RolledBack)]
    public async Task CanaryDrifts_InARunningRollout_HoldsOrRollsBack(RolloutGateAction action, RolloutState expected)
    {
        var evidence = new Evidence();
        using RolloutHost host = await CreateAsync(evidence, options => options.OnDrift = action);
        await StartAsync(host);
        evidence.Set(host, drifted: false);
        await host.EvaluateAsync();
        Assert.Equal(1, host.Progress.Step); // no drift: goes on
        Assert.Equal("1.1.0", evidence.Asked?.Version.ToString());

        evidence.Set(host, drifted: true);
        host.Feed(0, 500);
        host.Feed(1, 500);
        await host.EvaluateAsync();

        Assert.Equal((expected, 1), (host.Progress.State, host.Progress.Step));
        if (expected == RolloutState.RolledBack) { Assert.Equal("the canary's traffic has drifted in window w1: price 0.42, age 0.3", host.Progress.Reason); }
    }

    [Theory]
    [InlineData(RolloutGateAction.Hold, RolloutState.Running, 0)]
    [InlineData(RolloutGateAction.Pass, RolloutState.Running, 1)]
    [InlineData(RolloutGateAction.RollBack, RolloutState.RolledBack, 0)]
    public async Task NothingKnown_DoesWhatIsSet(RolloutGateAction action, RolloutState state, int step)
    {
        using RolloutHost host = await CreateAsync(new Evidence(), options => options.WhenUnknown = action);
        await StartAsync(host);

        await host.EvaluateAsync();

        Assert.Equal((state, step), (host.Progress.State, host.Progress.Step));
    }

    [Fact]
    public async Task OldEvidence_CountsAsNone_UntilThereIsNew()
    {
        var evidence = new Evidence();
        using RolloutHost host = await CreateAsync(evidence, options => options.MaxAge = TimeSpan.FromMinutes(5));
        await StartAsync(host);
        evidence.Set(host, drifted: false);
        await host.EvaluateAsync(600);
        Assert.Equal(0, host.Progress.Step);

        evidence.Set(host, drifted: false);
        await host.EvaluateAsync();

        Assert.Equal(1, host.Progress.Step);
    }

    [Fact]
    public async Task OtherModel_IsNotJudged()
    {
        using RolloutHost host = await CreateAsync(new Evidence(), options => options.Models.Add("credit"));
        await StartAsync(host);

        await host.EvaluateAsync();

        Assert.Equal(1, host.Progress.Step);
    }

    [Fact]
    public async Task EvidenceFails_OrThereIsNoSource_Holds()
    {
        var evidence = new Evidence { Error = new InvalidOperationException("away") };
        using RolloutHost broken = await CreateAsync(evidence);
        using RolloutHost none = await CreateAsync(null);
        foreach (RolloutHost host in (RolloutHost[])[broken, none])
        {
            await StartAsync(host);
            await host.EvaluateAsync();
            Assert.Equal((RolloutState.Running, 0), (host.Progress.State, host.Progress.Step));
        }
    }

    [Fact]
    public void AddDriftRolloutGate_Twice_RegistersOnce_AndWrongSettingsAreNamed()
    {
        var services = new ServiceCollection();
        services.AddModelOps().AddDriftRolloutGate().AddDriftRolloutGate(static options =>
        {
            options.OnDrift = RolloutGateAction.Pass;
            options.WhenUnknown = (RolloutGateAction)9;
            options.MaxAge = TimeSpan.Zero;
            options.Timeout = TimeSpan.Zero;
        });
        using ServiceProvider provider = services.BuildServiceProvider(validateScopes: true);

        Assert.Single(provider.GetServices<IRolloutGate>());
        OptionsValidationException error = Assert.Throws<OptionsValidationException>(() => provider.GetRequiredService<IOptions<DriftRolloutGateOptions>>().Value);
        Assert.Equal(4, error.Failures.Count());
        Assert.All(error.Failures, static failure => Assert.StartsWith("ModelOps:Serving:Rollout:Drift:", failure, StringComparison.Ordinal));
    }

    [Fact]
    public void Guide_Gate_IsSetUpAsShown()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        // <snippet:docs/guides/drift-alerts.md#6>
        builder.Services.AddModelOps().AddDriftRolloutGate(gate =>
        {
            gate.OnDrift = RolloutGateAction.RollBack;   // default: hold
            gate.WhenUnknown = RolloutGateAction.Hold;   // no window of the canary's traffic yet, or an old one
            gate.MaxAge = TimeSpan.FromHours(1);
        });
        // </snippet>
        using IHost host = builder.Build();

        Assert.Equal(RolloutGateAction.RollBack, host.Services.GetRequiredService<IOptions<DriftRolloutGateOptions>>().Value.OnDrift);
    }

    private static Task<RolloutHost> CreateAsync(Evidence? evidence, Action<DriftRolloutGateOptions>? configure = null) => RolloutHost.CreateAsync(services =>
    {
        if (evidence is not null) { services.TryAddSingleton<IDriftEvidenceSource>(evidence); }
        services.AddModelOps().AddDriftRolloutGate(configure);
    });

    private static async Task StartAsync(RolloutHost host)
    {
        await host.Rollouts.StartAsync("demand", RolloutHost.Policy, TestContext.Current.CancellationToken);
        host.Feed(0, 500);
        host.Feed(1, 500);
    }

    private sealed class Evidence : IDriftEvidenceSource
    {
        private DriftEvidence? _found;

        public ModelVersion? Asked { get; private set; }

        public Exception? Error { get; init; }

        public void Set(RolloutHost host, bool drifted) => _found = new DriftEvidence("w1", host.Host.Time.GetUtcNow(), drifted)
        {
            Statistics = new Dictionary<string, double> { ["age"] = 0.3, ["price"] = 0.42 },
        };

        public ValueTask<DriftEvidence?> FindAsync(ModelVersion version, CancellationToken cancellationToken = default)
        {
            Asked = version;
            return Error is null ? ValueTask.FromResult(_found) : ValueTask.FromException<DriftEvidence?>(Error);
        }
    }
}
