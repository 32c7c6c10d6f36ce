using Microsoft.Extensions.Logging.Testing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using ModelOps.Registry.Training;
using ModelOps.Registry.Training.Embedded;

namespace ModelOps.Registry.Tests.Training;

/// <summary>One host of the embedded runner, without a host: jobs run when a test says so.</summary>
internal sealed class TrainingHost
{
    public TrainingHost(string folder, TimeProvider time, Action<TrainingJobsOptions>? configure = null, params (string Name, Func<TrainingJobContext, CancellationToken, Task> Run)[] jobs)
    {
        TrainingJobsOptions options = new() { Path = folder, PollInterval = TimeSpan.FromMilliseconds(20), Lease = TimeSpan.FromSeconds(30) };
        configure?.Invoke(options);
        TrainingWorks works = new(Options.Create(options), jobs.Select(static job => new TrainingDelegate(job.Name, job.Run)));
        Launcher = new EmbeddedTrainingLauncher(options, works, time);
        Runner = new TrainingRunner(Launcher, works, time, EmptyServices.Instance, new FakeLogger<TrainingRunner>(Logs));
    }

    public FakeLogCollector Logs { get; } = new();

    public EmbeddedTrainingLauncher Launcher { get; }

    public TrainingRunner Runner { get; }

    public Task<bool> RunOneAsync(CancellationToken stopping = default) => Runner.RunOneAsync(stopping);

    /// <summary>Lets the test's clock run until a task ends.</summary>
    public static async Task<T> RunClockAsync<T>(FakeTimeProvider time, Task<T> task, TimeSpan step)
    {
        for (int i = 0; i < 5000 && !task.IsCompleted; i++)
        {
            time.Advance(step);
            await Task.WhenAny(task, Task.Delay(2, TestContext.Current.CancellationToken));
        }

        Assert.True(task.IsCompleted, "the task has not ended by the test's clock");
        return await task;
    }

    private sealed class EmptyServices : IServiceProvider
    {
        public static EmptyServices Instance { get; } = new();

        public object? GetService(Type serviceType) => null;
    }
}
