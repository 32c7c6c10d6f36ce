using System.Globalization;

namespace ModelOps.Drift.Alerts;

/// <summary>An alert in words, said once for all sinks. Nothing here is escaped.</summary>
internal static class DriftAlertTexts
{
    public static string Headline(DriftNotification notification)
    {
        string what = notification.Version is null ? notification.Model : $"{notification.Model} version {notification.Version}";
        if (notification.IsResolved) { return $"Drift of {what} is over: {Features(notification.Resolved)}"; }
        string over = notification.Resolved.Count > 0 ? $"; over: {Features(notification.Resolved)}" : string.Empty;
        return $"Drift of {what}: {Features(notification.Firing)}{over}";
    }

    public static string Summary(DriftAlert alert) => alert.State == DriftAlertState.Resolved
        ? $"Feature '{alert.Feature}' of {alert.Model} version {alert.Version} is stable again, after drift from {AlertText.Time(alert.Since)} on."
        : $"Feature '{alert.Feature}' of {alert.Model} version {alert.Version} has drifted since {AlertText.Time(alert.Since)}.";

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
        return alerts.Count > Named ? $"{names} and {alerts.Count - Named} more features" : names;
    }

    private static string Capital(string text) => text.Length == 0 ? text : char.ToUpperInvariant(text[0]) + text[1..];
}
