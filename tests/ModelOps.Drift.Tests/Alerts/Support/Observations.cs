using ModelOps.Drift.Alerts;

namespace ModelOps.Drift.Tests.Alerts.Support;

/// <summary>What watches of a version found, made by hand.</summary>
internal static class Observations
{
    /// <param name="kind">What is watched.</param>
    /// <param name="source">Which watch.</param>
    /// <param name="hour">When.</param>
    /// <param name="findings">Name and effect: at least 0.1 is bad, NaN not enough data.</param>
    public static AlertObservation Of(DriftAlertKind kind, string? source, int hour, params (string Subject, double Effect)[] findings) => new()
    {
        Model = "credit",
        Version = "3",
        Kind = kind,
        Source = source,
        From = Windows.Start.AddHours(hour),
        To = Windows.Start.AddHours(hour + 1),
        Findings = [.. findings.Select(finding => Finding(finding.Subject, Windows.Found(finding.Subject, finding.Effect), $"w{hour}"))],
    };

    private static AlertFinding Finding(string subject, FeatureDrift found, string window) => new(subject, found.Verdict, null, () => new AlertContent
    {
        Window = window,
        Found = found,
        Severity = DriftAlertSeverity.Warning,
        Size = "It is large.",
        Confidence = "It is sure.",
        Advice = "Look.",
    });
}
