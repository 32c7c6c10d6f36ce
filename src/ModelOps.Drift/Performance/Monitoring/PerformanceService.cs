using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Performance.Monitoring;

/// <summary>Runs beside the calls: goes on with what was kept, loads references, evaluates windows, keeps state; at stop once more.</summary>
internal sealed class PerformanceService(
    PerformanceDirectory directory, PerformanceReferenceLoader loader, PerformanceEvaluator evaluator, PerformanceState state,
    IOptions<PerformanceMonitoringOptions> options, TimeProvider time, ILogger<PerformanceService> logger) : BackgroundService
{
    // Calls are not estimated before their reference is there.
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Look = TimeSpan.FromSeconds(1);
    private readonly Rounds _rounds = new(time, logger);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        Restore();
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        evaluator.SaveAll(isLast: true);
    }

    /// <summary>Makes the versions known that something is kept of, so that labels find them before they are called.</summary>
    internal void Restore()
    {
        foreach (VersionKey key in state.Load())
        {
            if (directory.FindWatched(key.Model, key.Version) is null) { state.Take(key); }
        }
    }

    /// <summary>One round of all.</summary>
    internal async Task RunRoundAsync(CancellationToken cancellationToken)
    {
        await _rounds.RunAsync(loader.LoadAsync, cancellationToken).ConfigureAwait(false);
        await _rounds.RunAsync(evaluator.EvaluateAsync, cancellationToken).ConfigureAwait(false);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => Task.WhenAll(
        _rounds.LoopAsync(Tick, loader.LoadAsync, stoppingToken),
        _rounds.LoopAsync(Look, EvaluateAndSaveAsync(), stoppingToken));

    // On one loop, so that a version is saved by one at a time.
    private Func<CancellationToken, Task> EvaluateAndSaveAsync()
    {
        long saved = time.GetTimestamp();
        return async cancellationToken =>
        {
            await evaluator.EvaluateAsync(cancellationToken).ConfigureAwait(false);
            if (time.GetElapsedTime(saved) < options.Value.SaveInterval) { return; }
            saved = time.GetTimestamp();
            evaluator.SaveAll(isLast: false);
        };
    }
}
