using Microsoft.Extensions.Logging;
using ModelOps.Jobs.Diagnostics;

namespace ModelOps.Jobs;

/// <summary>Gives signs of life for one attempt, and ends it when the lease is lost or someone asked for its end.</summary>
internal sealed class JobHeartbeat(IInferenceJobQueue queue, InferenceJobLease lease, TimeSpan duration, LatestProgress progress, TimeProvider time, ILogger logger)
{
    private const int BeatsPerLease = 3;

    /// <summary>What the queue said last.</summary>
    public InferenceJobRenewal Said { get; private set; } = InferenceJobRenewal.Renewed;

    public async Task RunAsync(CancellationTokenSource attempt, CancellationToken end)
    {
        long last = time.GetTimestamp();
        while (true)
        {
            await Task.Delay(duration / BeatsPerLease, time, end).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (end.IsCancellationRequested) { return; }
            try
            {
                Said = await queue.RenewAsync(lease, duration, progress.Value, end).ConfigureAwait(false);
                last = time.GetTimestamp();
            }
            catch (OperationCanceledException) when (end.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                // The store may be back before the lease is over. After that another worker may have the job.
                logger.HeartbeatFailed(lease.Job.Id, error);
                if (time.GetElapsedTime(last) >= duration) { Said = InferenceJobRenewal.Lost; }
            }

            if (Said == InferenceJobRenewal.Renewed) { continue; }
            await attempt.CancelAsync().ConfigureAwait(false);
            return;
        }
    }
}
