namespace ModelOps.Drift.Tests.Alerts.Support;

/// <summary>Keeps what it is asked to run; a key that it has seen starts nothing.</summary>
internal sealed class RecordingLauncher : ITrainingJobLauncher
{
    public List<(TrainingJobSpec Spec, string Key)> Asked { get; } = [];

    public Exception? Error { get; set; }

    public string Name => "recorder";

    public Task<TrainingJobHandle> StartAsync(TrainingJobSpec spec, string idempotencyKey, CancellationToken cancellationToken = default)
    {
        bool isNew = Asked.TrueForAll(asked => asked.Key != idempotencyKey);
        Asked.Add((spec, idempotencyKey));
        return Error is null ? Task.FromResult(new TrainingJobHandle(Name, idempotencyKey, isNew)) : Task.FromException<TrainingJobHandle>(Error);
    }

    public Task<TrainingJobStatus> GetAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public IAsyncEnumerable<TrainingJobStatus> WatchAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task<TrainingJobLog> LogsAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();

    public Task CancelAsync(string id, CancellationToken cancellationToken = default) => throw new NotSupportedException();
}
