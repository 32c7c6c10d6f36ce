using System.Globalization;

namespace ModelOps.Drift.Alerts;

/// <summary>An alert in words, said once for all sinks. Nothing here is escaped.</summary>
internal static class DriftAlertTexts
{
    public static string Headline(DriftNotification notification)
    {
        string what = notification.Version is null ? notification.Model : $"{notification.Model} version {notification.Version}";
        if (notification.IsResolved) { return $"{Trouble(notification.Resolved)} of {what} is over: {Features(notification.Resolved)}"; }
        string over = notification.Resolved.Count > 0 ? $"; over: {Features(notification.Resolved)}" : string.Empty;
        return $"{Trouble(notification.Firing)} of {what}: {Features(notification.Firing)}{over}";
    }

    public static string Summary(DriftAlert alert)
    {
        bool isOver = alert.State == DriftAlertState.Resolved;
        string of = $"of {alert.Model} version {alert.Version}";
        string since = AlertText.Time(alert.Since);
        return alert.Kind switch
        {
            DriftAlertKind.Stream => isOver ? $"Stream '{alert.Feature}' {of} is steady again, after a change from {since} on." : $"Stream '{alert.Feature}' {of} has changed since {since}.",
            DriftAlertKind.EstimatedPerformance or DriftAlertKind.RealisedPerformance => isOver
                ? $"{Capital(alert.Feature)} {of} is no longer worse than on the reference, as it was from {since} on."
                : $"{Capital(alert.Feature)} {of} has been worse than on the reference since {since}.",
            _ => isOver ? $"Feature '{alert.Feature}' {of} is stable again, after drift from {since} on." : $"Feature '{alert.Feature}' {of} has drifted since {since}.",
        };
    }

    public static string Size(FeatureDrift found, string what)
    {
        string ratio = found.MinimumEffect > 0 && double.IsFinite(found.EffectSize)
            ? $", {AlertText.Number(found.EffectSize / found.MinimumEffect)} times what counts as drift ({AlertText.Number(found.MinimumEffect)})"
            : string.Empty;
        return $"{Capital(what)}. {found.Statistic} {AlertText.Number(found.Value)}, effect {AlertText.Number(found.EffectSize)}{ratio}.";
    }

    public static string Confidence(FeatureDrift found, DriftEvaluation evaluation) => string.Create(
        CultureInfo.InvariantCulture,
        $"Adjusted p {found.AdjustedPValue:G3} ({evaluation.Report.TestedCount} features tested): {Promise(evaluation)}. {AlertText.Count(found.CurrentCount)} values against {AlertText.Count(found.ReferenceCount)} of the reference.");

    public static string Flapping(DriftAlert alert) =>
        string.Create(CultureInfo.InvariantCulture, $"It has fired {alert.FiredCount} times lately and must be stable for longer before it is called over.");

    private static string Promise(DriftEvaluation evaluation)
    {
        if (evaluation.AlarmsPerWeek is { } budget)
        {
            return $"evidence over many windows crossed its threshold, and of all features of the version together at most {AlertText.Number(budget)} false alarms a week are expected";
        }

        string alpha = AlertText.Share(evaluation.Report.Alpha);
        return evaluation.Report.Correction switch
        {
            MultipleTestingCorrection.None => $"each feature that did not change has a chance of {alpha} of a false alarm in every window",
            MultipleTestingCorrection.BenjaminiHochberg or MultipleTestingCorrection.BenjaminiYekutieli => $"of the features named in one window at most {alpha} are expected to be false alarms",
            _ => $"the chance that any feature of one window is a false alarm is at most {alpha}",
        };
    }

    private static string Features(IReadOnlyList<DriftAlert> alerts)
    {
        const int Named = 3;
        string names = string.Join(", ", alerts.Take(Named).Select(static alert => AlertText.Bound(alert.Feature, 64)));
        string rest = alerts.All(static alert => alert.Kind == DriftAlertKind.Feature) ? " features" : string.Empty;
        return alerts.Count > Named ? $"{names} and {alerts.Count - Named} more{rest}" : names;
    }

    private static string Trouble(IReadOnlyList<DriftAlert> alerts) => Capital(string.Join(" and ", alerts.Select(static alert => alert.Kind switch
    {
        DriftAlertKind.Stream => "change of streams",
        DriftAlertKind.EstimatedPerformance or DriftAlertKind.RealisedPerformance => "worse performance",
        _ => "drift",
    }).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal)));

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
