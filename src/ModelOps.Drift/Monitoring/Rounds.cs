using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Monitoring;

/// <summary>Work that is repeated beside the calls. A round that fails is logged, and the next one comes.</summary>
internal sealed class Rounds(TimeProvider time, ILogger logger)
{
    /// <summary>Repeats work until the host stops.</summary>
    internal async Task LoopAsync(TimeSpan interval, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) { await RunAsync(work, stoppingToken).ConfigureAwait(false); }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What is left is the service's to finish when it stops.
        }
    }

    /// <summary>Runs one round.</summary>
    internal async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
    {
        try
        {
            await work(cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.MonitoringRoundFailed(e);
        }
    }
}
