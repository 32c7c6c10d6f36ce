using ModelOps.Drift.Alerts;

namespace ModelOps.Drift.Tests.Alerts.Support;

/// <summary>Notifications as a book plans them.</summary>
internal static class Notifications
{
    public static DriftNotification Firing(DriftAlertOptions? options = null) => Of(options, Windows.Of(0, ("age", 0.2), ("income", 0.6)));

    public static DriftNotification Firing(string feature) => Of(null, Windows.Of(0, (feature, 0.2)));

    public static DriftNotification Of(DriftAlertOptions? options, params DriftEvaluation[] evaluations)
    {
        var book = new AlertBook(options ?? new DriftAlertOptions { ReportUrl = "https://reports.example/{model}/{version}?f={feature}&w={from}/{to}", ResolveWindows = 1 });
        var sink = new RecordingSink();
        DriftNotification? last = null;
        foreach (DriftEvaluation evaluation in evaluations)
        {
            book.Apply(evaluation, evaluation.To);
            NoticePlan plan = book.NextFor(sink, evaluation.To, new Dictionary<string, DateTimeOffset>())!;
            book.Told(plan.Afterwards with { At = evaluation.To });
            last = plan.Notification with { At = evaluation.To };
        }

        return last!;
    }

    /// <summary>One feature was over, one goes on.</summary>
    public static DriftNotification Mixed() => Of(null, Windows.Of(0, ("age", 0.2), ("income", 0.6)), Windows.Of(1, ("age", 0.01), ("income", 0.6)));

    /// <summary>All is over.</summary>
    public static DriftNotification Over() => Of(null, Windows.Of(0, ("age", 0.2)), Windows.Of(1, ("age", 0.01)));
}
