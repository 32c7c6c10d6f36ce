using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Registry.Diagnostics;

namespace ModelOps.Registry.Audit;

/// <summary>Signs a checkpoint at each interval, and when enough has happened before. Whatever fails here never ends the host: it is tried again.</summary>
internal sealed class CheckpointWorker(
    LogCheckpoints checkpoints, IModelRegistry registry, IOptions<LogCheckpointOptions> options, TimeProvider time, ILogger<CheckpointWorker> logger) : BackgroundService
{
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        options.Value.Signer is null ? Task.CompletedTask : Task.WhenAll(ByTimeAsync(stoppingToken), ByEventsAsync(stoppingToken));

    private async Task ByTimeAsync(CancellationToken stoppingToken)
    {
        using PeriodicTimer timer = new(options.Value.Interval, time);
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) { await TrySignAsync(stoppingToken).ConfigureAwait(false); }
    }

    private async Task ByEventsAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            if (await TrySignAsync(stoppingToken).ConfigureAwait(false) is { } signed) { await FollowAsync(signed.Checkpoint.Sequence, stoppingToken).ConfigureAwait(false); }
            await Task.Delay(options.Value.Interval, time, stoppingToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends when the log cannot be followed or signed.</summary>
    private async Task FollowAsync(long signed, CancellationToken stoppingToken)
    {
        try
        {
            await foreach (RegistryEvent entry in registry.WatchAsync(signed, stoppingToken).ConfigureAwait(false))
            {
                if (entry.Sequence - signed < options.Value.EveryEvents) { continue; }
                if (await TrySignAsync(stoppingToken).ConfigureAwait(false) is not { } next) { return; }
                signed = next.Checkpoint.Sequence;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            logger.CheckpointFailed(options.Value.Interval, error);
        }
    }

    private async Task<SignedCheckpoint?> TrySignAsync(CancellationToken stoppingToken)
    {
        try
        {
            return await checkpoints.SignAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (CheckpointException) // told already
        {
            return null;
        }
        catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
        {
            logger.CheckpointFailed(options.Value.Interval, error);
            return null;
        }
    }
}
