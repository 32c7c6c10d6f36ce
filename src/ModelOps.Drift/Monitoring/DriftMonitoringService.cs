using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Monitoring;

/// <summary>Runs monitoring beside the calls: loads references, flushes buckets, evaluates windows; at stop flushes once more.</summary>
internal sealed class DriftMonitoringService(
    ReferenceLoader loader, BucketFlusher flusher, DriftEvaluator evaluator, StoreCleaner cleaner, LateRows late, RowBudget budget,
    IOptions<DriftMonitoringOptions> options, TimeProvider time, ILogger<DriftMonitoringService> logger) : BackgroundService
{
    // References are awaited by calls that are not counted meanwhile, and a budget that is filled rarely lets rows pass in lumps.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);

        // A round that would not end in time still has the buckets in its hands.
        if (ExecuteTask is null or { IsCompleted: true }) { await flusher.FlushAsync(cancellationToken).ConfigureAwait(false); }
    }

    // Apart, because a first evaluation may read and weigh days of buckets.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        LoopAsync(Tick, LoadAsync, stoppingToken),
        LoopAsync(options.Value.FlushInterval, flusher.FlushAsync, stoppingToken),
        LoopAsync(options.Value.FlushInterval, EvaluateAsync, stoppingToken));

    /// <summary>One round of all but loading.</summary>
    internal async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        await RunAsync(flusher.FlushAsync, cancellationToken).ConfigureAwait(false);
        await RunAsync(EvaluateAsync, cancellationToken).ConfigureAwait(false);
    }

    private async Task LoopAsync(TimeSpan interval, Func<CancellationToken, Task> work, CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) { await RunAsync(work, stoppingToken).ConfigureAwait(false); }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync flushes what is left.
        }
    }

    private Task LoadAsync(CancellationToken cancellationToken)
    {
        budget.Fill();
        return loader.LoadAsync(cancellationToken);
    }

    private async Task EvaluateAsync(CancellationToken cancellationToken)
    {
        await evaluator.EvaluateAsync(cancellationToken).ConfigureAwait(false);
        await cleaner.CleanAsync(cancellationToken).ConfigureAwait(false);
        late.Tell();
    }

    private async Task RunAsync(Func<CancellationToken, Task> work, CancellationToken cancellationToken)
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
