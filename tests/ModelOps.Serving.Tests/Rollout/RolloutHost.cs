using Microsoft.Extensions.DependencyInjection;
using ModelOps.Serving.Tests.Fakes;

namespace ModelOps.Serving.Tests.Rollout;

/// <summary>A host with two versions of one model, and hands on what rollouts see and write.</summary>
internal sealed class RolloutHost : IDisposable
{
    public static readonly RolloutPolicy Policy = new()
    {
        Steps = [10, 50],
        MinSamples = 50,
        MinStepDuration = TimeSpan.FromSeconds(10),
        MaxStepDuration = TimeSpan.FromHours(1),
        ErrorRate = new ErrorRateGate { MaxIncrease = 0.05 },
    };

    private RolloutHost(TestHost host) => Host = host;

    public TestHost Host { get; }

    public RecordingAuditSink Audit { get; } = new();

    public Rollouts Rollouts => Host.Services.GetRequiredService<Rollouts>();

    public TrafficTap? Tap => Host.Services.GetRequiredService<TrafficTaps>().Current.GetValueOrDefault("demand");

    public RolloutProgress Progress => Rollouts.Find("demand")!;

    public static async Task<RolloutHost> CreateAsync(Action<IServiceCollection>? configure = null, Action<RolloutOptions>? options = null)
    {
        RolloutHost? created = null;
        TestHost host = new(build: builder =>
        {
            builder.Services.AddSingleton<IAuditSink>(_ => created!.Audit);
            configure?.Invoke(builder.Services);
            if (options is not null) { builder.Services.Configure(options); }
        });
        created = new RolloutHost(host);
        host.AddVersions("demand", 10, 20, 30);
        host.Registry.Point("demand", "champion", 1);
        host.Registry.Point("demand", "candidate", 2);
        await host.FollowAsync("demand", "champion", "candidate");
        return created;
    }

    /// <summary>Counts calls as the traffic client would.</summary>
    public void Feed(int arm, int calls, int failed = 0, double milliseconds = 5)
    {
        CallRecorder recorder = Tap!.Recorder!;
        for (int i = 0; i < calls; i++)
        {
            recorder.Record(arm, 0, TimeSpan.FromMilliseconds(milliseconds * (0.9 + (0.2 * (i % 11) / 10))), i < failed ? CallOutcome.Failed : CallOutcome.Answered);
        }
    }

    public async Task EvaluateAsync(double seconds = 10)
    {
        Host.Time.Advance(TimeSpan.FromSeconds(seconds));
        await Rollouts.EvaluateAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> CountCanaryAsync(int calls)
    {
        int canary = 0;
        for (int i = 0; i < calls; i++) { canary += (await Host.CallAsync("demand")).Version == "1.1.0" ? 1 : 0; }
        return canary;
    }

    public void Dispose() => Host.Dispose();
}
