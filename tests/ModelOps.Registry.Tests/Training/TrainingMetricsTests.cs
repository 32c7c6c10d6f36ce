using System.Diagnostics.Metrics;
using System.Text.Json.Nodes;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Training;
using ModelOps.Registry.Training.Embedded;
using ModelOps.Registry.Training.Remote;
using ModelOps.TestSupport;

namespace ModelOps.Registry.Tests.Training;

public sealed class TrainingMetricsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Embedded_Jobs_AreCountedOnceByHowTheyEndWithTheirTime()
    {
        await using ServiceProvider services = Services(o => o.AddTrainingJob("good", Minute).AddTrainingJob("bad", Throw));
        ITrainingJobLauncher launcher = services.GetRequiredService<ITrainingJobLauncher>();
        TrainingRunner runner = services.GetRequiredService<TrainingRunner>();
        using MetricCollector<long> launched = Collect<long>(services, "launched");
        using MetricCollector<long> finished = Collect<long>(services, "finished");
        using MetricCollector<double> duration = Collect<double>(services, "duration");

        await launcher.StartAsync(new TrainingJobSpec { Job = "good", Model = "demand" }, "a", Token);
        await launcher.StartAsync(new TrainingJobSpec { Job = "good", Model = "demand" }, "a", Token);
        await launcher.StartAsync(new TrainingJobSpec { Job = "bad" }, "b", Token);
        TrainingJobHandle dropped = await launcher.StartAsync(new TrainingJobSpec { Job = "bad" }, "c", Token);
        await launcher.CancelAsync(dropped.Id, Token);
        await launcher.CancelAsync(dropped.Id, Token);
        while (await runner.RunOneAsync(Token)) { }

        Assert.Equal(["demand", null, null], launched.GetMeasurementSnapshot().Select(static m => (string?)m.Tags.GetValueOrDefault("modelops.model.name")));
        Assert.Equal(["cancelled", "failed", "succeeded"], States(finished).Order(StringComparer.Ordinal)); // those of one instant run in any order
        Assert.Equal([0, 60], duration.GetMeasurementSnapshot().Select(static m => m.Value).Order());
        Assert.All(finished.GetMeasurementSnapshot(), static m => Assert.Equal("embedded", m.Tags["modelops.training.launcher"]));

        Task Minute(TrainingJobContext context, CancellationToken stopping)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            return Task.CompletedTask;
        }

        static Task Throw(TrainingJobContext context, CancellationToken stopping) => throw new InvalidOperationException("no");
    }

    [Fact]
    public async Task Embedded_HostsLost_AreCountedAsFailedByWhoFindsThem()
    {
        await using ServiceProvider services = Services(o => o.AddTrainingJobs(j => j.LostJobs = LostJobPolicy.MarkLost).AddTrainingJob("train", (_, stopping) => Task.Delay(Timeout.Infinite, stopping)));
        ITrainingJobLauncher launcher = services.GetRequiredService<ITrainingJobLauncher>();
        EmbeddedTrainingLauncher embedded = services.GetRequiredService<EmbeddedTrainingLauncher>();
        using MetricCollector<long> finished = Collect<long>(services, "finished");
        using MetricCollector<double> duration = Collect<double>(services, "duration");
        TrainingJobHandle job = await launcher.StartAsync(new TrainingJobSpec { Job = "train" }, "a", Token);
        long now = _time.GetUtcNow().ToUnixTimeMilliseconds();
        embedded.Store.Write(c =>
        {
            TrainingRows.Claim(c, job.Id, now, now + 1, "another machine");
            return true;
        });
        _time.Advance(TimeSpan.FromHours(1));

        Assert.False(await services.GetRequiredService<TrainingRunner>().RunOneAsync(Token));

        Assert.Equal(["failed"], States(finished));
        Assert.Empty(duration.GetMeasurementSnapshot());
    }

    [Fact]
    public async Task Remote_JobSeenToEndByMany_IsCountedOnce()
    {
        using FakeRay ray = new();
        await using ServiceProvider services = Services(o => o.AddRayTraining(r =>
        {
            r.Address = new Uri("https://ray:8265");
            r.Handler = () => ray;
            r.Entrypoints["train"] = new RayEntrypoint { Command = "python train.py" };
        }));
        ITrainingJobLauncher launcher = services.GetRequiredService<ITrainingJobLauncher>();
        using MetricCollector<long> launched = Collect<long>(services, "launched");
        using MetricCollector<long> finished = Collect<long>(services, "finished");
        using MetricCollector<double> duration = Collect<double>(services, "duration");

        TrainingJobHandle job = await launcher.StartAsync(new TrainingJobSpec { Job = "train", Model = "demand" }, "k", Token);
        await launcher.StartAsync(new TrainingJobSpec { Job = "train", Model = "demand" }, "k", Token);
        await launcher.GetAsync(job.Id, Token);
        JsonObject run = ray.Jobs[job.Id];
        (run["status"], run["start_time"], run["end_time"]) = ("FAILED", 1_000_000L, 1_090_000L);
        for (int i = 0; i < 3; i++) { Assert.True((await launcher.GetAsync(job.Id, Token)).HasEnded); }

        Assert.Equal(1, Assert.Single(launched.GetMeasurementSnapshot()).Value);
        Assert.Equal(["failed"], States(finished));
        CollectedMeasurement<double> time = Assert.Single(duration.GetMeasurementSnapshot());
        Assert.Equal((90, "ray", "demand"), (time.Value, time.Tags["modelops.training.launcher"], time.Tags["modelops.model.name"]));
    }

    private static string?[] States(MetricCollector<long> finished) => [.. finished.GetMeasurementSnapshot().Select(static m => (string?)m.Tags["modelops.training.state"])];

    private static MetricCollector<T> Collect<T>(ServiceProvider services, string what)
        where T : struct => new(services.GetRequiredService<IMeterFactory>(), ModelOpsDiagnostics.MeterName, "modelops.registry.training." + what);

    private ServiceProvider Services(Action<IModelOpsBuilder> add)
    {
        ServiceCollection services = new();
        services.AddSingleton<TimeProvider>(_time);
        services.AddLogging().AddMetrics();
        add(services.AddModelOps());
        services.Configure<TrainingJobsOptions>(o => o.Path = _folder.Path);
        return services.BuildServiceProvider(validateScopes: true);
    }
}
