using Microsoft.Extensions.Logging;
using ModelOps.Drift.Diagnostics;

namespace ModelOps.Drift.Alerts;

/// <summary>Tells one sink what it is to be told, one notification after another.</summary>
internal sealed class AlertWorker(IDriftAlertSink sink, AlertCenter center, AlertMetrics metrics, TimeProvider time, ILogger logger)
{
    private static readonly TimeSpan MostIdle = TimeSpan.FromSeconds(15); // silences begin and end without news
    private static readonly TimeSpan LeastWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan MostWait = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan MostAskedFor = TimeSpan.FromDays(1);
    private readonly Dictionary<string, DateTimeOffset> _notBefore = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int> _failures = new(StringComparer.Ordinal);

    /// <param name="stopping">Ends the work between notifications.</param>
    /// <param name="grace">Ends a notification that is on its way, later than <paramref name="stopping"/>: one that is cut off may have been taken, and would be repeated.</param>
    public async Task RunAsync(CancellationToken stopping, CancellationToken grace)
    {
        while (!stopping.IsCancellationRequested)
        {
            Task news = center.News; // before looking, so that nothing is missed
            TimeSpan wait = MostIdle;
            try
            {
                wait = await StepAsync(grace).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (grace.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                logger.AlertsFailed(error);
            }

            if (wait > TimeSpan.Zero) { await WaitAsync(news, wait, stopping).ConfigureAwait(false); }
        }
    }

    /// <summary>Sends what is due first, if anything is.</summary>
    /// <returns>How long there is nothing to do, unless there is news.</returns>
    public async Task<TimeSpan> StepAsync(CancellationToken grace)
    {
        if (!center.Leads) { return MostIdle; }
        DateTimeOffset now = time.GetUtcNow();
        if (center.Book.NextFor(sink, now, _notBefore) is not { } plan) { return MostIdle; }
        if (plan.Due > now) { return plan.Due - now < MostIdle ? plan.Due - now : MostIdle; }
        DriftNotification notification = plan.Notification with { At = now };
        if (!sink.MakesOneOfMany && !center.Tells(notification))
        {
            center.Told(plan.Afterwards with { At = now }); // another replica tells
            return TimeSpan.Zero;
        }

        long started = time.GetTimestamp();
        try
        {
            await sink.SendAsync(notification, grace).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (grace.IsCancellationRequested)
        {
            throw;
        }
        catch (Exception error)
        {
            SetAside(notification, error, time.GetElapsedTime(started));
            return TimeSpan.Zero;
        }

        metrics.Told(sink.Name, null, time.GetElapsedTime(started));
        _failures.Remove(notification.GroupKey);
        _notBefore.Remove(notification.GroupKey);
        center.Told(plan.Afterwards with { At = now });
        if (sink.Refresh is null) { logger.DriftNotificationSent(sink.Name, notification.Id, notification.Model, notification.Firing.Count, notification.Resolved.Count); }
        return TimeSpan.Zero;
    }

    private void SetAside(DriftNotification notification, Exception error, TimeSpan elapsed)
    {
        int failures = _failures[notification.GroupKey] = _failures.GetValueOrDefault(notification.GroupKey) + 1;
        TimeSpan wait = TimeSpan.FromTicks(Math.Min(MostWait.Ticks, LeastWait.Ticks << Math.Min(failures - 1, 10)));
        var known = error as DriftSinkException;
        if (known?.RetryAfter is { } asked && asked > wait) { wait = asked < MostAskedFor ? asked : MostAskedFor; }
        _notBefore[notification.GroupKey] = time.GetUtcNow() + wait;
        string outcome = known?.Outcome ?? (error as ModelOpsException)?.Code ?? error.GetType().Name;
        metrics.Told(sink.Name, outcome, elapsed);
        logger.DriftNotificationFailed(sink.Name, notification.Id, notification.Model, outcome, wait, known is null ? error : null);
    }

    private async Task WaitAsync(Task news, TimeSpan wait, CancellationToken stopping)
    {
        using var rest = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny(news, Task.Delay(wait, time, rest.Token)).ConfigureAwait(false);
        await rest.CancelAsync().ConfigureAwait(false);
    }
}
