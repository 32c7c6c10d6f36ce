using System.Text.Json;

namespace ModelOps.Jobs;

/// <summary>Scores files as jobs.</summary>
public static class BatchJobs
{
    /// <summary>Kind of a job that scores a file; its result is a <see cref="BatchScoringReport"/> as JSON.</summary>
    public const string Kind = "batch";

    /// <summary>Submits a file to be scored by a worker that sees it under the same path. No endpoint does this: paths never come from callers.</summary>
    /// <param name="queue">The queue.</param>
    /// <param name="options">What to score.</param>
    /// <param name="idempotencyKey">Makes repeated submissions one job; null for none.</param>
    /// <param name="cancellationToken">Ends the submission early.</param>
    /// <returns>The job; its progress counts rows.</returns>
    /// <exception cref="BatchScoringException">The options are not valid.</exception>
    public static async ValueTask<InferenceJob> SubmitBatchAsync(
        this IInferenceJobQueue queue, BatchScoringOptions options, string? idempotencyKey = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(queue);
        ArgumentNullException.ThrowIfNull(options);
        BatchScoringRules.Check(options);
        return await queue.SubmitAsync(
            new InferenceJobSubmission
            {
                Kind = Kind,
                Model = options.Model,
                IdempotencyKey = idempotencyKey,
                Payload = JsonSerializer.SerializeToUtf8Bytes(BatchJob.Of(options), JobsJson.Default.BatchJob),
            },
            cancellationToken).ConfigureAwait(false);
    }
}
