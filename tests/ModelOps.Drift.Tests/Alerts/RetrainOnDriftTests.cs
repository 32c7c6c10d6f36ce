using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Tests.Alerts.Support;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Alerts;

public sealed class RetrainOnDriftTests
{
    [Fact]
    public async Task Drift_OfSomeWindows_StartsOneJob()
    {
        var jobs = new RecordingLauncher();
        RetrainOnDrift retrain = Make(jobs, new RetrainingRule { Job = "train", Windows = 2, Parameters = { ["rows"] = "1000" } });

        for (int hour = 0; hour < 10; hour++) { await SeeAsync(retrain, hour, 0.3); }

        (TrainingJobSpec spec, string key) = Assert.Single(jobs.Asked);
        Assert.Equal(RetrainingKey.Of("credit", "2026-11-01T00:00:00Z"), key);
        Assert.Equal(("train", "credit", "Drift since 2026-11-01T00:00:00Z: a"), (spec.Job, spec.Model, spec.Reason));
        Assert.Equal(("1000", "3", "2026-11-01T00:00:00Z", "a"), (spec.Parameters["rows"], spec.Parameters["drift_version"], spec.Parameters["drift_since"], spec.Parameters["drift_features"]));
    }

    [Fact]
    public async Task Drift_ThatEndsOrSaysNothing_CountsWindowsAsItMust()
    {
        var jobs = new RecordingLauncher();
        RetrainOnDrift retrain = Make(jobs, new RetrainingRule { Job = "train", Windows = 2 });

        await SeeAsync(retrain, 0, 0.3);
        await SeeAsync(retrain, 1, 0.01);
        await SeeAsync(retrain, 2, 0.3);
        Assert.Empty(jobs.Asked);
        await SeeAsync(retrain, 3, double.NaN); // ends nothing
        await SeeAsync(retrain, 4, 0.3);

        Assert.EndsWith("2026-11-01T02:00:00Z", Assert.Single(jobs.Asked).Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SecondDrift_WithinTheCooldown_Waits()
    {
        var jobs = new RecordingLauncher();
        FakeTimeProvider time = AlertHost.Clock();
        RetrainOnDrift retrain = Make(jobs, new RetrainingRule { Job = "train", Windows = 1, Cooldown = TimeSpan.FromHours(10) }, time);
        await SeeAsync(retrain, 0, 0.3);
        await SeeAsync(retrain, 1, 0.01);

        time.Advance(TimeSpan.FromHours(9));
        await SeeAsync(retrain, 9, 0.3);
        Assert.Single(jobs.Asked);
        time.Advance(TimeSpan.FromHours(2));
        await SeeAsync(retrain, 11, 0.3);

        Assert.Equal(2, jobs.Asked.Count);
        Assert.EndsWith("2026-11-01T09:00:00Z", jobs.Asked[1].Key, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hosts_AndRestarts_AskWithTheSameKey()
    {
        var jobs = new RecordingLauncher();
        for (int host = 0; host < 3; host++)
        {
            RetrainOnDrift retrain = Make(jobs, new RetrainingRule { Job = "train", Windows = 1 });
            DriftEvaluation evaluation = Windows.Of(5 + host, ("a", 0.3), ("b", 0.01));
            DriftReport report = evaluation.Report with { Features = [.. evaluation.Report.Features.Select(static f => f.HasDrifted ? f with { Since = Windows.Start } : f)] };
            await retrain.OnEvaluatedAsync(evaluation with { Report = report }, TestContext.Current.CancellationToken);
        }

        Assert.Equal(3, jobs.Asked.Count);
        Assert.Single(jobs.Asked.Select(static asked => asked.Key).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task OtherReplicaTells_OnlyCounts()
    {
        var jobs = new RecordingLauncher();
        RetrainOnDrift retrain = Make(jobs, new RetrainingRule { Job = "train", Windows = 3 });
        for (int hour = 0; hour < 5; hour++) { await retrain.OnEvaluatedAsync(Windows.Of(hour, ("a", 0.3)) with { Tells = false }, TestContext.Current.CancellationToken); }
        Assert.Empty(jobs.Asked);

        await SeeAsync(retrain, 5, 0.3); // it has counted, and goes on where the other ended

        Assert.EndsWith("2026-11-01T00:00:00Z", Assert.Single(jobs.Asked).Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0.5, 0, false, 0)]
    [InlineData(0.3, 0, false, 1)]
    [InlineData(0, 0.6, false, 0)]
    [InlineData(0, 0.4, false, 1)]
    public async Task Limits_OfShareAndImportance_AreKept(double share, double importance, bool all, int expected)
    {
        var jobs = new RecordingLauncher();
        RetrainOnDrift retrain = Make(jobs, new RetrainingRule
        {
            Job = "train",
            Windows = 1,
            MinDriftedShare = share,
            MinImportance = importance,
            EvenIfNearlyAllDrifted = all,
            Importances = { ["a"] = 1, ["b"] = 0.5, ["c"] = 0.5 },
        });

        await retrain.OnEvaluatedAsync(Windows.Of(0, ("a", 0.3), ("b", 0.01), ("c", 0.01)), TestContext.Current.CancellationToken);

        Assert.Equal(expected, jobs.Asked.Count);
    }

    [Theory]
    [InlineData(false, 0)]
    [InlineData(true, 1)]
    public async Task NearlyAllFeatures_AreTakenForABrokenPipeline(bool even, int expected)
    {
        var jobs = new RecordingLauncher();
        RetrainOnDrift retrain = Make(jobs, new RetrainingRule { Job = "train", Windows = 1, EvenIfNearlyAllDrifted = even });

        await retrain.OnEvaluatedAsync(Windows.Of(0, ("a", 0.3), ("b", 0.3), ("c", 0.3), ("d", 0.3)), TestContext.Current.CancellationToken);

        Assert.Equal(expected, jobs.Asked.Count);
    }

    [Fact]
    public async Task LauncherFails_IsAskedAgainWithTheNextWindow()
    {
        var jobs = new RecordingLauncher { Error = new TrainingJobException(ModelOpsErrorKind.Unavailable, TrainingJobErrorCodes.Unavailable, "away") };
        RetrainOnDrift retrain = Make(jobs, new RetrainingRule { Job = "train", Windows = 1 });

        await SeeAsync(retrain, 0, 0.3);
        jobs.Error = null;
        await SeeAsync(retrain, 1, 0.3);

        Assert.Equal(2, jobs.Asked.Count);
        Assert.Equal(jobs.Asked[0].Key, jobs.Asked[1].Key);
    }

    [Fact]
    public async Task EmbeddedLauncher_RunsOneJob()
    {
        using var folder = new TemporaryFolder();
        var ran = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        int runs = 0;
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection([new("ModelOps:Drift:Retraining:Models:credit:Job", "train"), new("ModelOps:Drift:Retraining:Models:credit:Windows", "1")]);
        builder.Services.AddModelOps()
            .AddTrainingJobs(options => options.Path = folder.Path)
            .AddTrainingJob("train", (job, _) =>
            {
                Interlocked.Increment(ref runs);
                ran.TrySetResult(job.Spec.Parameters["drift_features"]);
                return Task.CompletedTask;
            })
            .AddRetrainOnDrift()
            .AddRetrainOnDrift();
        using IHost host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        IDriftEvaluationObserver retrain = Assert.Single(host.Services.GetServices<IDriftEvaluationObserver>());

        for (int hour = 0; hour < 3; hour++) { await retrain.OnEvaluatedAsync(Windows.Of(hour, ("income", 0.3), ("age", 0.01)), TestContext.Current.CancellationToken); }

        Assert.Equal("income", await ran.Task.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken));
        await host.StopAsync(TestContext.Current.CancellationToken);
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task Start_WrongSettings_NamesKeyValueAndMend()
    {
        HostApplicationBuilder builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddModelOps().AddRetrainOnDrift(static options =>
        {
            options.Timeout = TimeSpan.Zero;
            options.Models["a/b"] = new RetrainingRule { Windows = 0, MinDriftedShare = 2, MinImportance = double.NaN, Cooldown = TimeSpan.FromDays(100), TimeLimit = TimeSpan.Zero };
        });
        using IHost host = builder.Build();

        OptionsValidationException error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        Assert.Equal(8, error.Failures.Count());
        Assert.All(error.Failures, static failure => Assert.StartsWith("ModelOps:Drift:Retraining:", failure, StringComparison.Ordinal));
    }

    private static RetrainOnDrift Make(RecordingLauncher jobs, RetrainingRule rule, FakeTimeProvider? time = null) =>
        new(new RetrainOnDriftOptions { Models = { ["credit"] = rule } }, () => jobs, time ?? AlertHost.Clock(), NullLogger.Instance);

    private static ValueTask SeeAsync(RetrainOnDrift retrain, int hour, double effect) => retrain.OnEvaluatedAsync(Windows.Of(hour, ("a", effect)), TestContext.Current.CancellationToken);
}
