using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.Metrics.Testing;
using ModelOps.Jobs.Tests.Support;
using ModelOps.TestSupport;

namespace ModelOps.Jobs.Tests.Workers;

public sealed class JobWorkerServiceTests
{
    private static readonly ModelNotReadyException NotReady = new("demand", "it is loading") { RetryAfter = TimeSpan.Zero };

    [Fact]
    public async Task Submit_Job_IsAnsweredAsACallThatWaits()
    {
        FakeModel model = new();
        await using JobHost host = await JobHost.StartAsync(model);
        using InferenceRequest request = JobHost.Request(3);
        request.Context.Tenant = "a";

        InferenceJob job = await host.Client.SubmitAsync(request, cancellationToken: TestContext.Current.CancellationToken);
        await host.UntilAsync(job.Id, static j => j.State == InferenceJobState.Succeeded);

        using InferenceResponse response = new();
        await host.Client.ReadResponseAsync(job.Id, response, TestContext.Current.CancellationToken);
        Assert.Equal(("demand", "1.0.0", "r1"), (response.ModelName, response.ModelVersion, response.Id));
        Assert.Equal([6f], response.Outputs["y"].AsSpan<float>().ToArray());
        Assert.Equal("a", model.Tenant);
    }

    [Fact]
    public async Task Submit_ErrorThatPasses_IsTriedAgain()
    {
        await using JobHost host = await JobHost.StartAsync(new FakeModel(static (call, _) => call < 3 ? throw NotReady : Task.CompletedTask));

        InferenceJob job = await SubmitAsync(host);

        InferenceJob ended = await host.UntilAsync(job.Id, static j => j.HasEnded);
        Assert.Equal((InferenceJobState.Succeeded, 3), (ended.State, ended.Attempt));
    }

    [Fact]
    public async Task Submit_ErrorOfTheCaller_FailsAtOnce()
    {
        FakeModel model = new(static (_, _) => throw InvalidInferenceRequestException.ForInput("demand", "x", "FP32", "FP64"));
        await using JobHost host = await JobHost.StartAsync(model);

        InferenceJob job = await SubmitAsync(host);

        InferenceJob ended = await host.UntilAsync(job.Id, static j => j.HasEnded);
        Assert.Equal((InferenceJobState.Failed, "INVALID_REQUEST", 1), (ended.State, ended.Error!.Code, model.Calls));
        using InferenceResponse response = new();
        await Assert.ThrowsAsync<JobStateException>(async () => await host.Client.ReadResponseAsync(job.Id, response, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Submit_UnknownErrorOnEveryAttempt_IsDeadAndSaysNothingOfTheInside()
    {
        await using JobHost host = await JobHost.StartAsync(new FakeModel(static (_, _) => throw new InvalidOperationException("secret detail")));

        InferenceJob job = await SubmitAsync(host);

        InferenceJob ended = await host.UntilAsync(job.Id, static j => j.HasEnded);
        Assert.Equal((InferenceJobState.Dead, 3, InferenceJobError.Internal), (ended.State, ended.Attempt, ended.Error!.Code));
        Assert.DoesNotContain("secret", ended.Error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cancel_RunningJob_EndsIt()
    {
        await using JobHost host = await JobHost.StartAsync(
            new FakeModel(static (_, token) => Task.Delay(Timeout.Infinite, token)), static jobs => jobs.Lease = TimeSpan.FromSeconds(1)); // its beats bring the news
        InferenceJob job = await SubmitAsync(host);
        await host.UntilAsync(job.Id, static j => j.State == InferenceJobState.Running);

        await host.Queue.CancelAsync(job.Id, TestContext.Current.CancellationToken);

        Assert.Equal(InferenceJobState.Cancelled, (await host.UntilAsync(job.Id, static j => j.HasEnded)).State);
    }

    [Fact]
    public async Task Attempt_LongerThanAllowed_FailsWithTheDeadline()
    {
        await using JobHost host = await JobHost.StartAsync(
            new FakeModel(static (_, token) => Task.Delay(Timeout.Infinite, token)), static jobs => (jobs.AttemptTimeout, jobs.MaxAttempts) = (TimeSpan.FromSeconds(1), 1));

        InferenceJob job = await SubmitAsync(host);

        InferenceJob ended = await host.UntilAsync(job.Id, static j => j.HasEnded);
        Assert.Equal((InferenceJobState.Dead, ModelOpsErrorCodes.DeadlineExceeded), (ended.State, ended.Error!.Code));
    }

    [Fact]
    public async Task Attempt_LongerThanItsLease_KeepsItByHeartbeats()
    {
        TaskCompletionSource finish = new(TaskCreationOptions.RunContinuationsAsynchronously);
        FakeModel model = new((_, token) => finish.Task.WaitAsync(token));
        TimeSpan beat = TimeSpan.FromSeconds(11);
        BeatClock time = new(beat);
        await using JobHost host = await JobHost.StartAsync(model, jobs => jobs.Lease = 3 * beat, time: time);

        InferenceJob job = await SubmitAsync(host);
        for (int beats = 0; beats < 10; beats++) // more than three leases
        {
            await Eventually.TrueAsync(() => time.Waits == beats + 1, "the lease is renewed, and the next beat is waited for");
            time.Advance(beat);
        }

        finish.SetResult();
        InferenceJob ended = await host.UntilAsync(job.Id, static j => j.HasEnded);
        Assert.Equal((InferenceJobState.Succeeded, 1, 1), (ended.State, ended.Attempt, model.Calls));
    }

    [Fact]
    public async Task Stop_WithARunningJob_GivesItBackWithoutCountingTheAttempt()
    {
        await using JobHost host = await JobHost.StartAsync(
            new FakeModel(static (_, token) => Task.Delay(Timeout.Infinite, token)), static jobs => jobs.DrainTimeout = TimeSpan.FromMilliseconds(50));
        InferenceJob job = await SubmitAsync(host);
        await host.UntilAsync(job.Id, static j => j.State == InferenceJobState.Running);

        await host.StopAsync();

        InferenceJob given = await host.UntilAsync(job.Id, static _ => true);
        Assert.Equal((InferenceJobState.Queued, 0), (given.State, given.Attempt));
    }

    [Fact]
    public async Task Stop_WithAJobThatEndsSoon_LetsItEnd()
    {
        TaskCompletionSource finish = new();
        await using JobHost host = await JobHost.StartAsync(new FakeModel((_, token) => finish.Task.WaitAsync(token)));
        InferenceJob job = await SubmitAsync(host);
        await host.UntilAsync(job.Id, static j => j.State == InferenceJobState.Running);

        Task stop = host.StopAsync();
        finish.SetResult();
        await stop;

        Assert.Equal(InferenceJobState.Succeeded, (await host.UntilAsync(job.Id, static _ => true)).State);
    }

    [Fact]
    public async Task Metrics_OfJobs_AreRecorded()
    {
        await using JobHost host = await JobHost.StartAsync(new FakeModel(), static jobs => jobs.MaintenanceInterval = TimeSpan.FromMilliseconds(100));
        IMeterFactory meters = host.Services.GetRequiredService<IMeterFactory>();
        using MetricCollector<long> submitted = new(meters, ModelOpsDiagnostics.MeterName, "modelops.jobs.submitted");
        using MetricCollector<double> wait = new(meters, ModelOpsDiagnostics.MeterName, "modelops.jobs.wait.duration");
        using MetricCollector<double> attempts = new(meters, ModelOpsDiagnostics.MeterName, "modelops.jobs.attempt.duration");
        using MetricCollector<long> depth = new(meters, ModelOpsDiagnostics.MeterName, "modelops.jobs.depth");
        using MetricCollector<double> oldest = new(meters, ModelOpsDiagnostics.MeterName, "modelops.jobs.oldest_age");

        InferenceJob job = await SubmitAsync(host);
        await host.UntilAsync(job.Id, static j => j.HasEnded);
        await attempts.WaitForMeasurementsAsync(1, TimeSpan.FromSeconds(60));
        await Eventually.TrueAsync(
            () =>
            {
                depth.Clear();
                oldest.Clear();
                depth.RecordObservableInstruments();
                oldest.RecordObservableInstruments();
                return oldest.LastMeasurement is { Value: 0 };
            },
            "the queue is measured once it is empty");

        Assert.Equal("demand", Assert.Single(submitted.GetMeasurementSnapshot()).Tags[ModelOpsTagNames.Model]);
        Assert.True(Assert.Single(wait.GetMeasurementSnapshot()).Value >= 0);
        Assert.Equal("Succeeded", Assert.Single(attempts.GetMeasurementSnapshot()).Tags["modelops.jobs.state"]);
        Assert.Equal(["Ready", "Delayed", "Running", "Dead"], depth.GetMeasurementSnapshot().Select(static m => m.Tags["modelops.jobs.state"]));
        Assert.Equal(0, Assert.Single(oldest.GetMeasurementSnapshot()).Value);
    }

    private static async Task<InferenceJob> SubmitAsync(JobHost host)
    {
        using InferenceRequest request = JobHost.Request();
        return await host.Client.SubmitAsync(request, cancellationToken: TestContext.Current.CancellationToken);
    }
}
