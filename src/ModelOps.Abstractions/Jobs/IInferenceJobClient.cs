namespace ModelOps;

/// <summary>Submits calls of models as jobs, by the host's rules, and reads their answers.</summary>
/// <remarks>Implementations are thread-safe.</remarks>
public interface IInferenceJobClient
{
    /// <summary>Puts a call into the queue. When this returns the job is kept, whatever happens to this process.</summary>
    /// <param name="request">The call; read only while this runs. Its tenant owns the job, and its idempotency key makes repeated submissions one job.</param>
    /// <param name="options">More about the job; null for nothing.</param>
    /// <param name="cancellationToken">Ends the submission early; the job may be in the queue all the same.</param>
    /// <returns>The job; the first one when the idempotency key was used before.</returns>
    /// <exception cref="JobConflictException">The idempotency key was used for another call.</exception>
    /// <exception cref="JobQueueFullException">The queue holds as much as it may.</exception>
    /// <exception cref="JobRefusedException">The host's rules forbid the job, e.g. its webhook.</exception>
    ValueTask<InferenceJob> SubmitAsync(InferenceRequest request, InferenceJobOptions? options = null, CancellationToken cancellationToken = default);

    /// <summary>Reads the answer of a job that succeeded.</summary>
    /// <param name="id">Identifier of the job.</param>
    /// <param name="response">Receives the answer; it is reset first.</param>
    /// <param name="cancellationToken">Ends the call early.</param>
    /// <returns>The job.</returns>
    /// <exception cref="JobNotFoundException">There is no such job, or it has expired.</exception>
    /// <exception cref="JobStateException">The job has no answer, because it has not ended or ended otherwise.</exception>
    ValueTask<InferenceJob> ReadResponseAsync(string id, InferenceResponse response, CancellationToken cancellationToken = default);
}
