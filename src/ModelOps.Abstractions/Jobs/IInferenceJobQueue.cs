namespace ModelOps;

/// <summary>Keeps jobs until workers have done them. What <see cref="SubmitAsync"/> has returned is not lost, and however often a job is attempted,
/// one outcome of it is ever visible.</summary>
/// <remarks>Implementations are thread-safe, and safe for several processes on the same store. Their errors are <see cref="ModelOpsException"/>s.</remarks>
public interface IInferenceJobQueue
{
    /// <summary>Puts a job into the queue.</summary>
    /// <param name="submission">The job.</param>
    /// <param name="cancellationToken">Ends the submission early; the job may be in the queue all the same.</param>
    /// <returns>The job; the first one when the idempotency key was used before for the same work.</returns>
    /// <exception cref="JobConflictException">The idempotency key was used for other work.</exception>
    /// <exception cref="JobQueueFullException">The queue holds as much as it may.</exception>
    ValueTask<InferenceJob> SubmitAsync(InferenceJobSubmission submission, CancellationToken cancellationToken = default);

    /// <summary>Finds a job.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The job; null when there is none, or it has expired.</returns>
    ValueTask<InferenceJob?> FindAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Reads the result of a job.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The result; null when the job has none.</returns>
    ValueTask<ReadOnlyMemory<byte>?> ReadResultAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Lists jobs, newest first.</summary>
    /// <param name="query">Which ones.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>One page; an empty one after the last.</returns>
    ValueTask<IReadOnlyList<InferenceJob>> ListAsync(InferenceJobQuery query, CancellationToken cancellationToken = default);

    /// <summary>Asks a job to end early. One that waits is cancelled at once, a running one when its worker hears of it; one that has ended stays as it is.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The job as it is now.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    ValueTask<InferenceJob> CancelAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Puts a dead job back into the queue, with all its attempts before it.</summary>
    /// <param name="id">Identifier.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The job, queued.</returns>
    /// <exception cref="JobNotFoundException">There is no such job.</exception>
    /// <exception cref="JobStateException">The job is not dead.</exception>
    ValueTask<InferenceJob> ReplayAsync(string id, CancellationToken cancellationToken = default);

    /// <summary>Says how much lies in the queue.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The counts now.</returns>
    ValueTask<InferenceJobQueueDepth> GetDepthAsync(CancellationToken cancellationToken = default);

    /// <summary>Takes the job that has been ready longest; one whose worker let its lease run out counts as ready.</summary>
    /// <param name="worker">Name of the worker, unique among those that run.</param>
    /// <param name="lease">How long the worker may go without a sign of life.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The lease; null when no job is ready.</returns>
    ValueTask<InferenceJobLease?> ClaimAsync(string worker, TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Gives a sign of life, from which the lease runs anew.</summary>
    /// <param name="lease">The lease.</param>
    /// <param name="duration">How long the worker may go without the next one.</param>
    /// <param name="progress">How far the job is; null to leave it.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>Whether the lease goes on.</returns>
    ValueTask<InferenceJobRenewal> RenewAsync(
        InferenceJobLease lease, TimeSpan duration, InferenceJobProgress? progress = null, CancellationToken cancellationToken = default);

    /// <summary>Ends an attempt.</summary>
    /// <param name="lease">The lease; it ends.</param>
    /// <param name="outcome">How the attempt ended. When someone asked the job to end early, a retry or a release cancels it.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The job as it is now; null when the lease was no longer this worker's, and nothing has changed. Settling the same lease with the
    /// same kind of end once more, because the answer was lost, returns the job again.</returns>
    ValueTask<InferenceJob?> SettleAsync(InferenceJobLease lease, InferenceJobOutcome outcome, CancellationToken cancellationToken = default);

    /// <summary>Takes an ended job whose webhook is to be called. It comes again after <paramref name="lease"/>, unless its delivery was recorded.</summary>
    /// <param name="lease">How long the delivery may take.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The job; null when there is none.</returns>
    ValueTask<InferenceJob?> ClaimWebhookAsync(TimeSpan lease, CancellationToken cancellationToken = default);

    /// <summary>Records how the delivery of a webhook went.</summary>
    /// <param name="id">Identifier of the job.</param>
    /// <param name="delivery">What is known now. With the state <see cref="WebhookState.Pending"/> it is given back and comes again at once.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>A task that ends when it is recorded.</returns>
    ValueTask RecordWebhookAsync(string id, InferenceJobWebhook delivery, CancellationToken cancellationToken = default);

    /// <summary>Forgets jobs that have expired.</summary>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>How many; a call forgets some hundreds at most.</returns>
    ValueTask<int> PurgeAsync(CancellationToken cancellationToken = default);

    /// <summary>Waits until there may be work, at most for a time.</summary>
    /// <param name="timeout">Longest wait.</param>
    /// <param name="cancellationToken">Ends the wait early.</param>
    /// <returns>A task that ends then; it may end for nothing.</returns>
    ValueTask WaitForWorkAsync(TimeSpan timeout, CancellationToken cancellationToken = default);
}
