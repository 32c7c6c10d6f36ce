using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ModelOps.Drift.Monitoring;

/// <summary>Runs monitoring beside the calls: loads references, flushes buckets, evaluates windows; at stop flushes once more.</summary>
internal sealed class DriftMonitoringService(
    ReferenceLoader loader, BucketFlusher flusher, DriftEvaluator evaluator, StoreCleaner cleaner, LateRows late, RowBudget budget,
    IOptions<DriftMonitoringOptions> options, TimeProvider time, ILogger<DriftMonitoringService> logger) : BackgroundService
{
    // References are awaited by calls that are not counted meanwhile, and a budget that is filled rarely lets rows pass in lumps.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private readonly Rounds _rounds = new(time, logger);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);

        // A round that would not end in time still has the buckets in its hands.
        if (ExecuteTask is null or { IsCompleted: true }) { await flusher.FlushAsync(cancellationToken).ConfigureAwait(false); }
    }

    // Apart, because a first evaluation may read and weigh days of buckets.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        _rounds.LoopAsync(Tick, LoadAsync, stoppingToken),
        _rounds.LoopAsync(options.Value.FlushInterval, flusher.FlushAsync, stoppingToken),
        _rounds.LoopAsync(options.Value.FlushInterval, EvaluateAsync, stoppingToken));

    /// <summary>One round of all but loading.</summary>
    internal async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        await _rounds.RunAsync(flusher.FlushAsync, cancellationToken).ConfigureAwait(false);
        await _rounds.RunAsync(EvaluateAsync, cancellationToken).ConfigureAwait(false);
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
}
