using System.Runtime.CompilerServices;

namespace ModelOps.Registry.Training;

/// <summary>Follows a job by asking again and again: what every launcher can do.</summary>
internal static class StatusWatch
{
    public static async IAsyncEnumerable<TrainingJobStatus> FollowAsync(
        Func<CancellationToken, Task<TrainingJobStatus>> get, TimeSpan interval, TimeSpan patience, TimeProvider time, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TrainingJobStatus? last = null;
        long heard = time.GetTimestamp();
        while (true)
        {
            TrainingJobStatus? status = null;
            try
            {
                status = await get(cancellationToken).ConfigureAwait(false);
                heard = time.GetTimestamp();
            }
            catch (TrainingJobException error) when (error.Kind == ModelOpsErrorKind.Unavailable && time.GetElapsedTime(heard) < patience)
            {
                // The job goes on without us; its scheduler may be back soon.
            }

            if (status is not null && (last is null || status.State != last.State || status.RawState != last.RawState))
            {
                last = status;
                yield return status;
            }

            if (status is { HasEnded: true }) { yield break; }
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
