namespace ModelOps.Drift.Alerts;

/// <summary>All alerts of a host, what sinks were told of them, and silences. Thread-safe.</summary>
internal sealed partial class AlertBook(DriftAlertOptions options)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, TrackedAlert> _alerts = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Model, string Version, string? Source), WindowMark> _marks = [];
    private readonly Dictionary<(string Sink, string Group), Notice> _notices = [];
    private readonly Dictionary<string, DriftSilence> _silences = new(StringComparer.Ordinal);

    public IReadOnlyList<DriftAlert> Alerts
    {
        get
        {
            lock (_gate)
            {
                return [.. _alerts.Values.Select(static tracked => tracked.Alert)
                    .OrderByDescending(static alert => alert.Magnitude).ThenBy(static alert => alert.Fingerprint, StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Takes a window of features in.</summary>
    public AlertStep Apply(DriftEvaluation evaluation, DateTimeOffset now) => Apply(FeatureFindings.Observe(options, evaluation), now);

    /// <summary>Takes an observation in. One that is not newer than the newest of its version and source changes nothing.</summary>
    public AlertStep Apply(AlertObservation observation, DateTimeOffset now)
    {
        lock (_gate)
        {
            (string, string, string?) watch = (observation.Model, observation.Version, observation.Source);
            if (_marks.TryGetValue(watch, out WindowMark? mark) && observation.To <= mark.To) { return AlertStep.None; }
            _marks[watch] = new WindowMark(observation.Model, observation.Version, observation.To, now, observation.Tells, observation.Source);
            var life = new AlertLife(options, observation, now);
            List<DriftAlert> fired = [];
            List<DriftAlert> resolved = [];
            int refused = 0;
            foreach (AlertFinding found in observation.Findings)
            {
                string fingerprint = AlertLife.FingerprintOf(observation.Model, observation.Version, found.Subject, observation.Kind);
                TrackedAlert? before = _alerts.GetValueOrDefault(fingerprint);
                if (life.Next(before, found) is not { } after)
                {
                    _alerts.Remove(fingerprint);
                    continue;
                }

                if (before is null && !HasRoom())
                {
                    refused++;
                    continue;
                }

                _alerts[fingerprint] = after;
                Compare(before, after, fired, resolved);
            }

            return new AlertStep(fired, resolved, refused, IsNew: true);
        }
    }

    /// <summary>Ends what nobody has looked at for long, and forgets what is over, told and too old to count for flapping.</summary>
    public AlertStep Expire(DateTimeOffset now)
    {
        lock (_gate)
        {
            List<DriftAlert> resolved = [];
            int forgotten = 0;
            HashSet<string> known = Known();
            foreach ((string fingerprint, TrackedAlert tracked) in _alerts.ToArray())
            {
                bool isStale = now - tracked.SeenAt >= options.StaleAfter;
                if (tracked.Alert.State == DriftAlertState.Firing && isStale)
                {
                    _alerts[fingerprint] = AlertLife.Resolve(tracked, now);
                    resolved.Add(_alerts[fingerprint].Alert);
                }
                else if (tracked.Alert.State != DriftAlertState.Firing && !known.Contains(fingerprint)
                    && (tracked.Alert.State == DriftAlertState.Pending ? isStale : !tracked.Fires.Any(at => now - at < options.FlapWindow)))
                {
                    _alerts.Remove(fingerprint);
                    forgotten++;
                }
            }

            // Ids hold since when alerts fire, so a group that begins anew cannot repeat one.
            HashSet<string> groups = [.. _alerts.Values.Select(tracked => AlertKeys.Group(tracked.Alert, options.Grouping))];
            foreach (Notice notice in _notices.Values.Where(notice => !groups.Contains(notice.Group) && now - notice.At >= options.StaleAfter).ToArray())
            {
                _notices.Remove((notice.Sink, notice.Group));
                forgotten++;
            }

            // Who tells of an alert's end is who told of its newest window.
            HashSet<(string, string)> versions = [.. _alerts.Values.Select(static tracked => (tracked.Alert.Model, tracked.Alert.Version))];
            foreach (WindowMark mark in _marks.Values.Where(mark => now - mark.SeenAt >= options.StaleAfter && !versions.Contains((AlertText.Bound(mark.Model), AlertText.Bound(mark.Version)))).ToArray())
            {
                _marks.Remove(mark.Key);
                forgotten++;
            }

            foreach (DriftSilence ended in _silences.Values.Where(silence => silence.Until <= now).ToArray())
            {
                _silences.Remove(ended.Id);
                forgotten++;
            }

            return new AlertStep([], resolved, 0, resolved.Count + forgotten > 0);
        }
    }

    /// <summary>How many alerts of a version fire.</summary>
    public int FiringCount(string model, string version)
    {
        lock (_gate) { return _alerts.Values.Count(tracked => tracked.Alert.State == DriftAlertState.Firing && tracked.Alert.Model == model && tracked.Alert.Version == version); }
    }

    private static void Compare(TrackedAlert? before, TrackedAlert after, List<DriftAlert> fired, List<DriftAlert> resolved)
    {
        bool fires = after.Alert.State == DriftAlertState.Firing;
        bool wasFiring = before?.Alert.State == DriftAlertState.Firing;
        if (fires && !wasFiring) { fired.Add(after.Alert); }
        if (wasFiring && !fires) { resolved.Add(after.Alert); }
    }

    // What is over and told makes room; what fires, or whose end somebody has still to hear of, is never dropped.
    private bool HasRoom()
    {
        if (_alerts.Count < options.MaxAlerts) { return true; }
        HashSet<string> known = Known();
        TrackedAlert? over = _alerts.Values.Where(tracked => tracked.Alert.State == DriftAlertState.Resolved && !known.Contains(tracked.Alert.Fingerprint))
            .MinBy(static tracked => tracked.SeenAt);
        return over is not null && _alerts.Remove(over.Alert.Fingerprint);
    }

    /// <summary>What any sink believes to fire.</summary>
    private HashSet<string> Known() => [.. _notices.Values.SelectMany(static notice => notice.Firing)];
}
