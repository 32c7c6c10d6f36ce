using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Jobs.Diagnostics;

namespace ModelOps.Jobs;

/// <summary>Runs one attempt of a job and tells the queue how it went.</summary>
internal sealed class JobRunner(
    IInferenceJobQueue queue, IEnumerable<IInferenceJobHandler> handlers, JobRetryPolicy retries, IOptions<JobsOptions> options,
    JobMetrics metrics, TimeProvider time, ILogger<JobRunner> logger)
{
    private const int SettleAttempts = 10;
    private static readonly TimeSpan SettlePause = TimeSpan.FromMilliseconds(200);
    private readonly Dictionary<string, IInferenceJobHandler> _handlers = handlers.ToDictionary(static h => h.Kind, StringComparer.Ordinal);

    /// <summary>Runs and settles.</summary>
    /// <param name="lease">The job.</param>
    /// <param name="stop">Set when the host can wait no longer: the job is given back.</param>
    public async Task RunAsync(InferenceJobLease lease, CancellationToken stop)
    {
        long began = time.GetTimestamp();
        metrics.Started(lease.Job, time.GetUtcNow());
        LatestProgress progress = new();
        JobHeartbeat heartbeat = new(queue, lease, options.Value.Lease, progress, time, logger);
        InferenceJobOutcome? outcome;
        using (CancellationTokenSource end = new())
        using (CancellationTokenSource timeout = new(options.Value.AttemptTimeout, time))
        using (CancellationTokenSource attempt = CancellationTokenSource.CreateLinkedTokenSource(stop, timeout.Token))
        {
            Task beats = heartbeat.RunAsync(attempt, end.Token);
            outcome = await AttemptAsync(lease, progress, heartbeat, attempt.Token, timeout.Token, stop).ConfigureAwait(false);
            await end.CancelAsync().ConfigureAwait(false);
            await beats.ConfigureAwait(false);
        }

        InferenceJob? settled = outcome is null ? null : await SettleAsync(lease, outcome, progress.Value).ConfigureAwait(false);
        if (settled is null)
        {
            logger.LeaseLost(lease.Job.Id, lease.Job.Attempt);
            metrics.Lost(lease.Job);
            return;
        }

        metrics.Ended(settled, time.GetElapsedTime(began));
        if (settled.State == InferenceJobState.Dead) { logger.JobDead(settled.Id, settled.Model.Name, settled.Attempt, settled.Error?.Code ?? string.Empty); }
        else { logger.AttemptEnded(settled.Id, settled.Attempt, settled.State); }
    }

    /// <summary>Null when the lease was lost: nothing that this worker says would count.</summary>
    private async Task<InferenceJobOutcome?> AttemptAsync(
        InferenceJobLease lease, LatestProgress progress, JobHeartbeat heartbeat, CancellationToken attempt, CancellationToken timeout, CancellationToken stop)
    {
        InferenceJob job = lease.Job;
        try
        {
            if (job.IsCancellationRequested) { return InferenceJobOutcome.Cancelled; }
            if (!_handlers.TryGetValue(job.Kind, out IInferenceJobHandler? handler))
            {
                return InferenceJobOutcome.Failed(new InferenceJobError(JobErrorCodes.JobRefused, $"No worker knows jobs of kind '{job.Kind}'. Register a handler for it."));
            }

            return InferenceJobOutcome.Succeeded(await handler.RunAsync(lease, progress, attempt).ConfigureAwait(false));
        }
        catch (Exception error)
        {
            if (heartbeat.Said == InferenceJobRenewal.Lost) { return null; }
            if (heartbeat.Said == InferenceJobRenewal.CancellationRequested) { return InferenceJobOutcome.Cancelled; }
            if (stop.IsCancellationRequested) { return InferenceJobOutcome.Released; }
            if (timeout.IsCancellationRequested) { error = new DeadlineExceededException(job.Model.ToString(), "while an attempt of its job ran", error); }
            logger.AttemptFailed(job.Id, job.Attempt, job.MaxAttempts, error);
            return retries.Judge(error, job.Attempt);
        }
    }

    /// <summary>An outcome is worth some patience with the store: without it the work was for nothing.</summary>
    private async Task<InferenceJob?> SettleAsync(InferenceJobLease lease, InferenceJobOutcome outcome, InferenceJobProgress? progress)
    {
        for (int i = 1; ; i++)
        {
            try
            {
                if (progress is not null) { await queue.RenewAsync(lease, options.Value.Lease, progress, CancellationToken.None).ConfigureAwait(false); } // the last word on it
                return await queue.SettleAsync(lease, outcome, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception error)
            {
                logger.SettleFailed(lease.Job.Id, error);
                if (i == SettleAttempts || error is ModelOpsException { Kind: ModelOpsErrorKind.DataLoss }) { return null; }
            }

            await Task.Delay(SettlePause * i, time).ConfigureAwait(false);
        }
    }
}
