using Xunit;

namespace ModelOps.Conformance;

/// <summary>What every <see cref="ITrackingStore"/> must do. A test class of each implementation derives from it.</summary>
public abstract partial class TrackingStoreContractTests
{
    /// <summary>A store that holds the experiment <c>Default</c> and no other; a new one for each test.</summary>
    protected abstract ITrackingStore Store { get; }

    /// <summary>The store's clock as the store rounds it, for what it dates itself.</summary>
    protected abstract DateTimeOffset Now { get; }

    /// <summary>Lets the store's clock go on by a second.</summary>
    protected abstract void Tick();

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected static DateTimeOffset At(long milliseconds) => DateTimeOffset.FromUnixTimeMilliseconds(milliseconds);

    protected Task<TrackingRun> RunAsync(string experiment = "0", long start = 1000, string? name = null) =>
        Store.CreateRunAsync(new RunCreation { ExperimentId = experiment, StartTime = At(start), Name = name }, Cancellation);

    protected async Task<string> ExperimentAsync(string name) =>
        (await Store.CreateExperimentAsync(new ExperimentCreation { Name = name }, Cancellation)).Id;

    protected Task LogAsync(string run, string key, double value, long step = 0, long timestamp = 5) =>
        Store.LogMetricAsync(run, new RunMetric(key, value, At(timestamp), step), Cancellation);

    protected static RunMetric Metric(string key, double value, long step = 0, long timestamp = 5) => new(key, value, At(timestamp), step);
}
