using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Monitoring;

/// <summary>Runs monitoring beside the calls: loads references, flushes buckets, evaluates windows; at stop flushes once more.</summary>
internal sealed class DriftMonitoringService(
    ReferenceLoader loader, BucketFlusher flusher, DriftEvaluator evaluator, StoreCleaner cleaner, LateRows late,
    IOptions<DriftMonitoringOptions> options, TimeProvider time, ILogger<DriftMonitoringService> logger) : BackgroundService
{
    private static readonly TimeSpan Idle = TimeSpan.FromMilliseconds(200);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        await flusher.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // References are awaited by calls that are not counted meanwhile, so they are looked for more often.
        using var timer = new PeriodicTimer(options.Value.FlushInterval < Idle ? options.Value.FlushInterval : Idle, time);
        long flushed = time.GetTimestamp();
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false))
            {
                await loader.LoadAsync(stoppingToken).ConfigureAwait(false);
                if (time.GetElapsedTime(flushed) < options.Value.FlushInterval) { continue; }
                flushed = time.GetTimestamp();
                await RunRoundAsync(stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync flushes what is left.
        }
    }

    /// <summary>One round.</summary>
    internal async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        try
        {
            await flusher.FlushAsync(cancellationToken).ConfigureAwait(false);
            await evaluator.EvaluateAsync(cancellationToken).ConfigureAwait(false);
            await cleaner.CleanAsync(cancellationToken).ConfigureAwait(false);
            late.Tell();
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.MonitoringRoundFailed(e);
        }
    }
}
