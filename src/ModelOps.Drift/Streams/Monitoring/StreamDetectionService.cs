using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Runs detectors beside the calls; at stop takes what is left, saves, and tells the rest.</summary>
internal sealed class StreamDetectionService(
    StreamPump pump, CalibrationQueue calibrations, StreamPublisher publisher, StreamStates states, StreamAlerts alerts,
    IOptions<StreamDetectionOptions> options, TimeProvider time, ILogger<StreamDetectionService> logger) : BackgroundService
{
    private readonly Lock _round = new();

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        states.Load();
        alerts.Load();
        return base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
        RunRound();
        await states.SaveAsync().WaitAsync(cancellationToken).ConfigureAwait(false); // what was being written, or what is new
        await states.SaveAsync().WaitAsync(cancellationToken).ConfigureAwait(false);
        await publisher.TellAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <summary>One round, as the service runs it at every interval.</summary>
    internal void RunRound()
    {
        lock (_round)
        {
            try
            {
                pump.TakeCalibrated();
                pump.RunRound();
            }
            catch (Exception error)
            {
                logger.StreamDetectionFailed("A round", error);
            }
        }
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.WhenAll(LoopAsync(stoppingToken), calibrations.RunAsync(stoppingToken), publisher.RunAsync(stoppingToken), alerts.RunAsync(stoppingToken));

    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.Value.Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false)) { RunRound(); }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // StopAsync takes what is left.
        }
    }
}
