namespace ModelOps.Drift.Alerts;

/// <summary>The life of an alert, one step an observation: nothing → pending → firing → resolved → firing, or pending → nothing. Pure.</summary>
internal sealed class AlertLife(DriftAlertOptions options, AlertObservation observation, DateTimeOffset now)
{
    private const int MostPatience = 16;

    public static string FingerprintOf(string model, string version, string subject, DriftAlertKind kind = DriftAlertKind.Feature) => kind == DriftAlertKind.Feature
        ? AlertKeys.Of("alert", model, version, subject)
        : AlertKeys.Of("alert", $"{kind}", model, version, subject);

    /// <returns>The alert after the observation; null when there is none.</returns>
    public TrackedAlert? Next(TrackedAlert? before, AlertFinding found) => found.Verdict switch
    {
        DriftVerdict.NotEnoughData => before,
        DriftVerdict.Drifted => Drifted(before, found),
        _ => Stable(before),
    };

    private TrackedAlert Drifted(TrackedAlert? before, AlertFinding found)
    {
        bool goesOn = before is { Alert.State: not DriftAlertState.Resolved };
        DateTimeOffset since = goesOn ? before!.Alert.Since : found.Since ?? observation.From;
        if (found.Since < since) { since = found.Since.Value; }
        int drifted = goesOn ? before!.Drifted + 1 : 1;
        bool wasFiring = before?.Alert.State == DriftAlertState.Firing;
        bool fires = wasFiring || observation.IsConclusive || drifted >= options.PendingWindows;
        IReadOnlyList<DateTimeOffset> fired = before is null ? [] : [.. before.Fires.Where(at => now - at < options.FlapWindow)];
        if (fires && !wasFiring) { fired = [.. fired, now]; }
        DriftAlert alert = Describe(found, fires, since, fired.Count);
        bool isWorse = wasFiring && alert.Severity > before!.Alert.Severity;
        if (wasFiring) { alert = alert with { Severity = isWorse ? alert.Severity : before!.Alert.Severity, HasEscalated = isWorse || before!.Alert.HasEscalated }; }
        return new TrackedAlert
        {
            Alert = alert,
            Source = observation.Source,
            Drifted = drifted,
            SeenAt = now,
            ChangedAt = wasFiring && !isWorse ? before!.ChangedAt : now,
            Fires = fired,
        };
    }

    private TrackedAlert? Stable(TrackedAlert? before)
    {
        if (before is null || before.Alert.State == DriftAlertState.Resolved) { return before is null ? null : before with { SeenAt = now }; }
        if (before.Alert.State == DriftAlertState.Pending)
        {
            // What has fired before is remembered for its flapping.
            return before.Fires.Count == 0 ? null : before with { Alert = before.Alert with { State = DriftAlertState.Resolved, EndsAt = now }, Drifted = 0, SeenAt = now };
        }

        int stable = before.Stable + 1;
        TrackedAlert next = before with { Drifted = 0, Stable = stable, SeenAt = now };
        return stable >= Patience(before) ? Resolve(next, now) : next;
    }

    public static TrackedAlert Resolve(TrackedAlert alert, DateTimeOffset at) => alert with
    {
        Alert = alert.Alert with { State = DriftAlertState.Resolved, EndsAt = at },
        Drifted = 0,
        ChangedAt = at,
    };

    private int Patience(TrackedAlert alert)
    {
        int fires = alert.Fires.Count(at => now - at < options.FlapWindow);
        return options.ResolveWindows * Math.Min(MostPatience, 1 << Math.Clamp(fires - 1, 0, 4));
    }

    private DriftAlert Describe(AlertFinding finding, bool fires, DateTimeOffset since, int fired)
    {
        AlertContent content = finding.Describe();
        string subject = AlertText.Bound(finding.Subject);
        return new DriftAlert
        {
            Fingerprint = FingerprintOf(observation.Model, observation.Version, finding.Subject, observation.Kind),
            Model = AlertText.Bound(observation.Model),
            Version = AlertText.Bound(observation.Version),
            Kind = observation.Kind,
            Feature = subject,
            State = fires ? DriftAlertState.Firing : DriftAlertState.Pending,
            Severity = content.Severity,
            Since = since,
            Window = content.Window,
            Found = content.Found with { Feature = subject, Statistic = AlertText.Bound(content.Found.Statistic) },
            Alpha = content.Alpha,
            Correction = content.Correction,
            Change = content.Change,
            Pattern = content.Pattern,
            Size = AlertText.Bound(content.Size),
            Confidence = AlertText.Bound(content.Confidence),
            Advice = AlertText.Bound(content.Advice),
            ReportUrl = content.ReportUrl,
            FiredCount = fired,
        };
    }
}
