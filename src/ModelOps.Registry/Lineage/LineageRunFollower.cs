using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;
using ModelOps.Registry.Tracking.Tables;

namespace ModelOps.Registry.Lineage;

/// <summary>Tells runs that begin and end, from where it stopped the last time.</summary>
internal sealed class LineageRunFollower(
    IOptions<LineageOptions> options, TrackingStore tracking, LineageSpool spool, LineageOutlet outlet, ILogger logger, TimeProvider time)
{
    private const int Batch = 100;
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);

    public async Task RunAsync(CancellationToken cancellationToken)
    {
        TimeSpan delay = options.Value.RetryDelay;
        while (true)
        {
            long position = 0;
            try
            {
                position = await spool.ReadPositionAsync(LineageSpool.RunPosition, cancellationToken).ConfigureAwait(false);
                while (true)
                {
                    IReadOnlyList<RunLogEntry> news = await tracking.ReadRunLogAsync(position, Batch, cancellationToken).ConfigureAwait(false);
                    foreach (RunLogEntry change in news)
                    {
                        if (await TellAsync(change, cancellationToken).ConfigureAwait(false) is { } entry)
                        {
                            while (!await outlet.WriteAsync(entry, cancellationToken).ConfigureAwait(false)) { await Task.Delay(options.Value.RetryDelay, time, cancellationToken).ConfigureAwait(false); }
                        }

                        position = change.Sequence;
                        await spool.WritePositionAsync(LineageSpool.RunPosition, position, cancellationToken).ConfigureAwait(false);
                    }

                    delay = options.Value.RetryDelay;
                    if (news.Count < Batch) { await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false); }
                }
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                logger.RunLineageInterrupted(position, delay, error);
            }

            await Task.Delay(delay, time, cancellationToken).ConfigureAwait(false);
            delay = delay * 2 < options.Value.MaxRetryDelay ? delay * 2 : options.Value.MaxRetryDelay;
        }
    }

    /// <summary>What to tell of a change, made of the run as it is now; null for a run that is only scheduled, or whose end was taken back meanwhile.</summary>
    private async Task<LineageEvent?> TellAsync(RunLogEntry change, CancellationToken cancellationToken)
    {
        TrackingRun run = await tracking.GetRunAsync(change.RunId, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<LineageEvent> events = LineageEvents.FromRun(
            run,
            await FindAsync(run.ModelInputs, cancellationToken).ConfigureAwait(false),
            await FindAsync(run.ModelOutputs.Select(static o => o.ModelId), cancellationToken).ConfigureAwait(false));
        return change.Status == RunStatus.Running ? events.FirstOrDefault() : events.ElementAtOrDefault(1);
    }

    private async Task<List<LoggedModel>> FindAsync(IEnumerable<string> ids, CancellationToken cancellationToken)
    {
        List<LoggedModel> models = [];
        foreach (string id in ids)
        {
            try
            {
                models.Add(await tracking.GetLoggedModelAsync(id, cancellationToken).ConfigureAwait(false));
            }
            catch (TrackingNotFoundException)
            {
                // It was deleted since.
            }
        }

        return models;
    }
}
