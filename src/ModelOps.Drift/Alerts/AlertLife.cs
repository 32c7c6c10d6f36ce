using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Alerts;

/// <summary>The life of an alert, one step a window: nothing → pending → firing → resolved → firing, or pending → nothing. Pure.</summary>
internal sealed class AlertLife(DriftAlertOptions options, DriftEvaluation evaluation, DateTimeOffset now)
{
    private const int MostPatience = 16;
    private const int FewFeatures = 4; // of fewer than so many, a share says little
    private const double NearlyAll = 0.8;
    private readonly DriftPattern _pattern = PatternOf(options, evaluation.Report);
    private readonly bool _isWide = evaluation.Report.TestedCount >= FewFeatures && evaluation.Report.DriftedShare >= options.CriticalShare;

    public static bool IsNearlyAll(DriftReport report) => report.TestedCount >= FewFeatures && report.DriftedShare >= NearlyAll;

    public static string FingerprintOf(string model, string version, string feature) => AlertKeys.Of("alert", model, version, feature);

    /// <returns>The alert after the window; null when there is none.</returns>
    public TrackedAlert? Next(TrackedAlert? before, FeatureDrift found) => found.Verdict switch
    {
        DriftVerdict.NotEnoughData => before,
        DriftVerdict.Drifted => Drifted(before, found),
        _ => Stable(before),
    };

    private TrackedAlert Drifted(TrackedAlert? before, FeatureDrift found)
    {
        bool goesOn = before is { Alert.State: not DriftAlertState.Resolved };
        DateTimeOffset since = goesOn ? before!.Alert.Since : found.Since ?? evaluation.From;
        if (found.Since < since) { since = found.Since.Value; }
        int drifted = goesOn ? before!.Drifted + 1 : 1;
        bool wasFiring = before?.Alert.State == DriftAlertState.Firing;
        bool fires = wasFiring || drifted >= options.PendingWindows;
        IReadOnlyList<DateTimeOffset> fired = before is null ? [] : [.. before.Fires.Where(at => now - at < options.FlapWindow)];
        if (fires && !wasFiring) { fired = [.. fired, now]; }
        DriftAlert alert = Describe(found, fires, since, fired.Count);
        bool isWorse = wasFiring && alert.Severity > before!.Alert.Severity;
        if (wasFiring) { alert = alert with { Severity = isWorse ? alert.Severity : before!.Alert.Severity, HasEscalated = isWorse || before!.Alert.HasEscalated }; }
        return new TrackedAlert
        {
            Alert = alert,
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

    private DriftAlert Describe(FeatureDrift found, bool fires, DateTimeOffset since, int fired)
    {
        FeatureProfile? current = evaluation.Current.Find(found.Feature);
        (DriftChange change, string text) = DriftDiagnosis.Of(evaluation.Reference.Find(found.Feature), current);
        string model = AlertText.Bound(evaluation.Model);
        string version = AlertText.Bound(evaluation.Version);
        string feature = AlertText.Bound(found.Feature);
        return new DriftAlert
        {
            Fingerprint = FingerprintOf(evaluation.Model, evaluation.Version, found.Feature),
            Model = model,
            Version = version,
            Feature = feature,
            State = fires ? DriftAlertState.Firing : DriftAlertState.Pending,
            Severity = _isWide || IsLarge(found) ? DriftAlertSeverity.Critical : DriftAlertSeverity.Warning,
            Since = since,
            Window = evaluation.Window,
            Found = found with { Feature = feature, Statistic = AlertText.Bound(found.Statistic) },
            Alpha = evaluation.Report.Alpha,
            Correction = evaluation.Report.Correction,
            Change = change,
            Pattern = _pattern,
            Size = AlertText.Bound(DriftAlertTexts.Size(found, text)),
            Confidence = AlertText.Bound(DriftAlertTexts.Confidence(found, evaluation)),
            Advice = AlertText.Bound(DriftAdvice.Of(change, _pattern)),
            ReportUrl = ReportLink.Of(options.ReportUrl, evaluation, found.Feature),
            FiredCount = fired,
        };
    }

    private bool IsLarge(FeatureDrift found) => found.MinimumEffect > 0 && found.EffectSize >= options.CriticalMagnitude * found.MinimumEffect;

    private static DriftPattern PatternOf(DriftAlertOptions options, DriftReport report)
    {
        if (IsNearlyAll(report)) { return DriftPattern.NearlyAll; }
        bool hasStableInput = report.Features.Any(feature => feature.Verdict == DriftVerdict.Stable && !IsOutput(feature));
        return hasStableInput && report.Features.Where(static feature => feature.HasDrifted).All(IsOutput) ? DriftPattern.OutputsOnly : DriftPattern.Some;

        bool IsOutput(FeatureDrift feature) => NamePattern.MatchesAny(options.Outputs, feature.Feature);
    }
}
