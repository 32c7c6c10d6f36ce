using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using ModelOps.Drift.Diagnostics;
using ModelOps.Drift.Performance.Monitoring;

namespace ModelOps.Drift.Alerts;

/// <summary>Turns evaluations into alerts, keeps them, and wakes those who tell.</summary>
internal sealed class AlertCenter : IDriftAlerts, IDriftEvaluationObserver, IPerformanceEvaluationObserver, IDisposable
{
    private readonly DriftAlertOptions _options;
    private readonly AlertStateFile _file;
    private readonly AlertMetrics _metrics;
    private readonly IEnumerable<IAuditSink> _audit;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _saving = new();
    private readonly SilenceRules _rules;
    private volatile TaskCompletionSource _news = NewSignal();
    private bool _isLoaded;

    public AlertCenter(IOptions<DriftAlertOptions> options, AlertMetrics metrics, IEnumerable<IAuditSink> audit, TimeProvider time, ILogger logger)
    {
        _options = options.Value;
        _metrics = metrics;
        _audit = audit;
        _time = time;
        _logger = logger;
        _file = new AlertStateFile(_options.StateDirectory, logger);
        _rules = new SilenceRules(time);
        Book = new AlertBook(_options);
    }

    public AlertBook Book { get; }

    /// <summary>Ends with the next change.</summary>
    public Task News => _news.Task;

    /// <summary>Whether this process tells sinks.</summary>
    public bool Leads => _isLoaded && _file.IsHeld;

    public bool FollowsEveryWindow => true;

    public IReadOnlyList<DriftAlert> Alerts => Book.Alerts;

    public IReadOnlyList<DriftSilence> Silences => Book.Silences(_time.GetUtcNow());

    public ValueTask OnEvaluatedAsync(DriftEvaluation evaluation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Take(FeatureFindings.Observe(_options, evaluation));
        return ValueTask.CompletedTask;
    }

    public ValueTask OnEvaluatedAsync(PerformanceEvaluation evaluation, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        if (PerformanceFindings.Observe(_options, evaluation) is { } observation) { Take(observation); }
        return ValueTask.CompletedTask;
    }

    /// <summary>Takes what a watch of a version found, whatever it watches.</summary>
    public void Take(AlertObservation observation)
    {
        AlertStep step = Book.Apply(observation, _time.GetUtcNow());
        if (!step.IsNew) { return; }
        Report(step);
        if (step.Refused > 0) { _logger.AlertsFull(_options.MaxAlerts, step.Refused, observation.Model, observation.Version); }
        _metrics.Firing(observation.Model, observation.Version, Book.FiringCount(AlertText.Bound(observation.Model), AlertText.Bound(observation.Version)));
        Changed();
    }

    public async ValueTask<DriftSilence> SilenceAsync(DriftSilence silence, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(silence);
        if (_rules.Failures(silence, string.Empty) is { Count: > 0 } failures) { throw new ArgumentException(string.Join(' ', failures), nameof(silence)); }
        DriftSilence begun = silence with { Id = Guid.NewGuid().ToString("N")[..16], By = AlertText.Bound(silence.By), Comment = AlertText.Bound(silence.Comment, SilenceRules.MaxComment) };
        Book.Add(begun);
        _logger.SilenceBegun(begun.Id, begun.Model, begun.Version, begun.Feature, begun.Until, begun.By, begun.Comment);
        Changed();
        await AuditAsync("drift.silence.begin", begun, begun.By, begun.Comment, cancellationToken).ConfigureAwait(false);
        return begun;
    }

    public async ValueTask<bool> EndSilenceAsync(string id, string by, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(id);
        ArgumentException.ThrowIfNullOrEmpty(by);
        if (Book.Remove(id) is not { } ended) { return false; }
        string actor = AlertText.Bound(by);
        _logger.SilenceEnded(id, actor);
        Changed();
        await AuditAsync("drift.silence.end", ended, actor, null, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Whether this process is the one to tell of a group: by the lock where the state is shared, else as monitoring says of the newest window.</summary>
    public bool Tells(DriftNotification notification) => _options.SharesState || Book.Tells(notification);

    /// <summary>Takes the lead if nobody else tells, and what is kept with it; ends what is stale.</summary>
    public void LookAfter(IReadOnlySet<string> sinks)
    {
        if (!Leads && _file.TryHold())
        {
            if (_file.Load() is { } kept) { Book.Load(kept, sinks); }
            _isLoaded = true;
            Changed();
        }

        AlertStep step = Book.Expire(_time.GetUtcNow());
        if (!step.IsNew) { return; }
        Report(step);
        Changed();
    }

    /// <summary>Notes what a sink took, and keeps it.</summary>
    public void Told(Notice notice)
    {
        Book.Told(notice);
        Save();
    }

    public void Dispose() => _file.Dispose();

    private void Report(AlertStep step)
    {
        foreach (DriftAlert alert in step.Fired)
        {
            _logger.DriftAlertFired(alert.Fingerprint, alert.Severity, alert.Feature, alert.Model, alert.Version, alert.Since, alert.FiredCount);
            _metrics.Moved(alert.Model, alert.Version, "firing", 1);
        }

        foreach (DriftAlert alert in step.Resolved)
        {
            _logger.DriftAlertResolved(alert.Fingerprint, alert.Feature, alert.Model, alert.Version);
            _metrics.Moved(alert.Model, alert.Version, "resolved", 1);
        }
    }

    private void Changed()
    {
        Save();
        Interlocked.Exchange(ref _news, NewSignal()).TrySetResult();
    }

    // The snapshot is taken by whoever writes next, so that the last file is never older than the one before.
    private void Save()
    {
        if (!Leads || _options.StateDirectory is null) { return; }
        lock (_saving) { _file.Save(Book.Snapshot()); }
    }

    private async ValueTask AuditAsync(string kind, DriftSilence silence, string actor, string? reason, CancellationToken cancellationToken)
    {
        var entry = new AuditEvent
        {
            Kind = kind,
            At = _time.GetUtcNow(),
            Model = silence.Model.Contains('*', StringComparison.Ordinal) ? null : silence.Model,
            Actor = actor,
            Reason = reason,
            Evidence = new Dictionary<string, string>(StringComparer.Ordinal)
            {
                ["id"] = silence.Id,
                ["model"] = silence.Model,
                ["version"] = silence.Version,
                ["feature"] = silence.Feature,
                ["until"] = silence.Until.ToString("O", System.Globalization.CultureInfo.InvariantCulture),
            },
        };
        foreach (IAuditSink sink in _audit) { await sink.WriteAsync(entry, cancellationToken).ConfigureAwait(false); }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
