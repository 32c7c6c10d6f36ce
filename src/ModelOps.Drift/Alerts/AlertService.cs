using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Alerts;

/// <summary>Looks after alerts while the host runs: one task for each sink, and one for the lead and for what grows stale.</summary>
internal sealed class AlertService(AlertCenter center, DriftAlertSinks sinks, AlertMetrics metrics, TimeProvider time, ILogger logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(5); // of the half minute that a host waits for its services
    private readonly IDriftAlertSink[] _sinks = [.. sinks.All];

    public override Task StartAsync(CancellationToken cancellationToken)
    {
        string[] twice = [.. _sinks.GroupBy(static sink => sink.Name, StringComparer.Ordinal).Where(static same => same.Count() > 1).Select(static same => same.Key)];
        if (twice.Length > 0)
        {
            throw new InvalidOperationException($"Several sinks of drift alerts have the name '{twice[0]}'. Give each a name of its own: what a sink was told is kept under it.");
        }

        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var grace = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using CancellationTokenRegistration end = stoppingToken.Register(() => grace.CancelAfter(Grace));
        var names = _sinks.Select(static sink => sink.Name).ToHashSet(StringComparer.Ordinal);
        LookAfter(names);
        Task[] workers = [.. _sinks.Select(sink => Task.Run(
            () => new AlertWorker(sink, center, metrics, time, logger).RunAsync(stoppingToken, grace.Token), CancellationToken.None))];
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            LookAfter(names);
        }

        await Task.WhenAll(workers).ConfigureAwait(false);
    }

    private void LookAfter(HashSet<string> names)
    {
        try
        {
            center.LookAfter(names);
        }
        catch (Exception error)
        {
            logger.AlertsFailed(error);
        }
    }
}
