namespace ModelOps;

/// <summary>Starts training jobs somewhere (in this process, on a scheduler) and follows them.</summary>
/// <remarks>Implementations are thread-safe. A job's id is all that is needed to follow it, also from another process.</remarks>
public interface ITrainingJobLauncher
{
    /// <summary>What runs the jobs, in lower case, e.g. <c>embedded</c>, <c>airflow</c>, <c>kubeflow</c>, <c>ray</c>, <c>argo</c>.</summary>
    string Name { get; }

    /// <summary>Starts a job, or finds the one that was started with the same key.</summary>
    /// <param name="spec">What to run.</param>
    /// <param name="idempotencyKey">Names the wish: however often it is asked for, one job runs. 1 to 512 characters.</param>
    /// <param name="cancellationToken">Ends the call early; the job may have been started, and asking again with the key finds it.</param>
    /// <returns>The job.</returns>
    /// <exception cref="ArgumentException">The specification or the key is not valid; the message lists all that is wrong.</exception>
    /// <exception cref="TrainingJobException">The launcher refuses or cannot answer.</exception>
    Task<TrainingJobHandle> StartAsync(TrainingJobSpec spec, string idempotencyKey, CancellationToken cancellationToken = default);

    /// <summary>Reads how a job is.</summary>
    /// <param name="id">Id of the job, from its handle.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>How it is now.</returns>
    /// <exception cref="TrainingJobException">There is no such job (kind <see cref="ModelOpsErrorKind.NotFound"/>), or the launcher cannot answer.</exception>
    Task<TrainingJobStatus> GetAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Follows a job: how it is now, then each change, and last how it ended.</summary>
    /// <param name="id">Id of the job.</param>
    /// <param name="cancellationToken">Ends the watch.</param>
    /// <returns>States as they change; ends after a final one. Short outages of a remote launcher are waited out.</returns>
    /// <exception cref="TrainingJobException">There is no such job, or the launcher refuses.</exception>
    IAsyncEnumerable<TrainingJobStatus> WatchAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads what the job has written so far, newest part when it is more than the launcher keeps.</summary>
    /// <param name="id">Id of the job.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The text; empty when there is none or the launcher offers none.</returns>
    /// <exception cref="TrainingJobException">There is no such job, or the launcher cannot answer.</exception>
    Task<TrainingJobLog> LogsAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Asks a job to end. A job that has ended stays as it is.</summary>
    /// <param name="id">Id of the job.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A task that ends when the wish has been taken; follow the job to see it end.</returns>
    /// <exception cref="TrainingJobException">There is no such job, or the launcher cannot answer.</exception>
    Task CancelAsync(string id, CancellationToken cancellationToken = default);
}
