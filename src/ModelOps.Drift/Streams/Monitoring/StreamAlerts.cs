using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Alerts;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Streams.Monitoring;

/// <summary>Makes alerts of changes, where the host has alerts, and ends those of streams that are quiet again.</summary>
internal sealed class StreamAlerts(
    AlertCenter? center, StreamDirectory directory, StreamHistory history, IOptions<DriftAlertOptions> alertOptions, IOptions<StreamDetectionOptions> options, TimeProvider time,
    ILogger<StreamAlerts> logger) : IStreamChangeObserver
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);
    private readonly Lock _gate = new();
    private readonly Dictionary<(VersionKey Key, string Stream), OpenStreamAlert> _open = [];

    // The book asks for several quiet observations in a row, and for more of them where an alert keeps coming back.
    private TimeSpan Step => options.Value.QuietTime / alertOptions.Value.ResolveWindows;

    public ValueTask OnChangedAsync(StreamChange change, CancellationToken cancellationToken = default)
    {
        if (center is null || change.State != StreamState.Drift) { return ValueTask.CompletedTask; }
        var key = new VersionKey(change.Model, change.Version);
        StreamPlan? plan = Find(key, change.Stream)?.Plan;
        lock (_gate)
        {
            center.Take(Observe(key, change.Stream, change.Since, change.At, DriftVerdict.Drifted, () => StreamAlertText.Of(change, plan, alertOptions.Value)) with { IsConclusive = true });
            Open(key, change.Stream);
        }

        return ValueTask.CompletedTask;
    }

    /// <summary>Watches alerts from before a restart, too.</summary>
    internal void Load()
    {
        if (center is null) { return; }
        lock (_gate)
        {
            foreach (StreamChange change in history.Versions.SelectMany(version => history.Read(version.Key, version.Value)).Where(static change => change.State == StreamState.Drift))
            {
                Open(new VersionKey(change.Model, change.Version), change.Stream);
            }
        }
    }

    internal async Task RunAsync(CancellationToken cancellationToken)
    {
        if (center is null) { return; }
        using var timer = new PeriodicTimer(Interval, time);
        try
        {
            while (await timer.WaitForNextTickAsync(cancellationToken).ConfigureAwait(false)) { LookAfter(); }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Alerts keep themselves.
        }
    }

    /// <summary>Tells of streams that have been quiet.</summary>
    internal void LookAfter()
    {
        try
        {
            lock (_gate)
            {
                DateTimeOffset now = time.GetUtcNow();
                foreach (((VersionKey key, string stream), OpenStreamAlert open) in _open.Where(pair => now >= pair.Value.NextAt).ToArray()) { Calm(key, stream, open, now); }
            }
        }
        catch (Exception error)
        {
            logger.StreamDetectionFailed("Looking after alerts", error);
        }
    }

    private void Calm(VersionKey key, string stream, OpenStreamAlert open, DateTimeOffset now)
    {
        if (Find(key, stream) is { } watched)
        {
            if (watched.Taken > open.Taken)
            {
                center!.Take(Observe(key, stream, now - Step, now, DriftVerdict.Stable, static () => throw new InvalidOperationException("A quiet stream has nothing to describe.")));
            }

            if (Fires(key, stream))
            {
                _open[(key, stream)] = new OpenStreamAlert(now + Step, watched.Taken);
                return;
            }
        }

        // It has ended, or nobody watches it any more and it grows stale.
        _open.Remove((key, stream));
    }

    private static AlertObservation Observe(VersionKey key, string stream, DateTimeOffset from, DateTimeOffset to, DriftVerdict verdict, Func<AlertContent> describe) => new()
    {
        Model = key.Model,
        Version = key.Version,
        Kind = DriftAlertKind.Stream,
        Source = $"stream:{stream}",
        From = from,
        To = to,
        Findings = [new AlertFinding(stream, verdict, verdict == DriftVerdict.Drifted ? from : null, describe)],
    };

    private void Open(VersionKey key, string stream) =>
        _open[(key, stream)] = new OpenStreamAlert(time.GetUtcNow() + Step, Find(key, stream)?.Taken ?? 0);

    private bool Fires(VersionKey key, string stream)
    {
        string fingerprint = AlertLife.FingerprintOf(key.Model, key.Version, stream, DriftAlertKind.Stream);
        return center!.Alerts.Any(alert => alert.Fingerprint == fingerprint && alert.State != DriftAlertState.Resolved);
    }

    private WatchedStream? Find(VersionKey key, string stream) => directory.TryFind(key) is { } version ? Array.Find(version.Streams, watched => watched.Plan.Name == stream) : null;
}
