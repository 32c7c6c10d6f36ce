using ModelOps.Drift.Alerts;
using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>Which version and window it is, and what was found in a sentence.</summary>
internal static class HeaderSection
{
    public static void Write(MarkupWriter markup, ReportModel model)
    {
        DriftEvaluation newest = model.Newest;
        markup.Write($"<header><h1><bdi>{ReportText.Name(model.Title)}</bdi></h1>");
        markup.Write($"<p class=\"soft\">Window <time datetime=\"{Parts.Iso(newest.From)}\">{ReportText.Time(newest.From)}</time> to <time datetime=\"{Parts.Iso(newest.To)}\">{ReportText.Time(newest.To)}</time> UTC, compared with the reference of the version.</p></header>\n");
        WriteVerdict(markup, model);
        markup.Raw("<dl class=\"facts\">");
        Parts.Fact(markup, "Model", ReportText.Name(newest.Model));
        Parts.Fact(markup, "Version", ReportText.Name(newest.Version));
        Parts.Fact(markup, "Rows in the window", model.Rows[^1], ReportText.Count(model.Rows[^1]));
        Parts.Fact(markup, "Rows in the reference", model.ReferenceRows, ReportText.Count(model.ReferenceRows));
        Parts.Fact(markup, "Replicas", newest.Replicas, ReportText.Count(newest.Replicas));
        Parts.Fact(markup, "Windows shown", model.Windows.Count, ReportText.Count(model.Windows.Count));
        Parts.Fact(markup, "Level", model.Report.Alpha, ReportText.Percent(model.Report.Alpha));
        Parts.Fact(markup, "Correction", Correction(model.Report.Correction));
        markup.Raw("</dl>\n");
        markup.Write($"<p class=\"soft\">{Promise(model)}</p>\n");
    }

    private static string Promise(ReportModel model)
    {
        DriftReport report = model.Report;
        string level = ReportText.Percent(report.Alpha);
        string promise = model.Options.Promise ?? report.Correction switch
        {
            MultipleTestingCorrection.BenjaminiHochberg => $"when nothing has changed at all, at most {level} of windows raise any alarm by chance; of the features flagged over time, at most {level} are expected to be flagged by chance.",
            MultipleTestingCorrection.BenjaminiYekutieli => $"of the features flagged, at most {level} are expected to be flagged by chance, however the features depend on each other.",
            MultipleTestingCorrection.Holm or MultipleTestingCorrection.Bonferroni => $"at most {level} of windows flag any feature by chance.",
            _ => $"each feature is flagged by chance in at most {level} of windows: with {ReportText.Plural(report.TestedCount, "feature", "features")} tested, {ReportText.Number(report.Alpha * report.TestedCount)} a window.",
        };
        return $"What an alarm promises: {promise} A change must also be large enough to matter; trifles that only many rows make significant do not alarm.";
    }

    private static void WriteVerdict(MarkupWriter markup, ReportModel model)
    {
        DriftReport report = model.Report;
        int untested = report.Features.Count - report.TestedCount;
        (string style, string sign, string sentence) = report switch
        {
            { TestedCount: 0 } => ("open", "○", "Nothing could be tested: not enough data."),
            { HasDrifted: true } => ("bad", "▲", $"{ReportText.Count(report.DriftedCount)} of {ReportText.Plural(report.TestedCount, "tested feature", "tested features")} {(report.DriftedCount == 1 ? "has" : "have")} drifted."),
            _ => ("good", "●", $"No drift: {ReportText.Plural(report.TestedCount, "feature was", "features were")} tested, none has drifted."),
        };
        markup.Write($"<section class=\"verdict {style}\" aria-label=\"Verdict\"><strong>{sign} {sentence}</strong>");
        if (report.HasDrifted)
        {
            markup.Raw("<p>Look first at: ");
            WriteNames(markup, model.Features.Where(static feature => feature.Drift.HasDrifted));
            markup.Raw(".</p>");
        }

        FeatureView[] faulty = [.. model.Features.Where(static feature => feature.HasFaults)];
        if (faulty.Length > 0)
        {
            markup.Write($"<p>! {ReportText.Plural(faulty.Length, "feature has", "features have")} more missing or infinite values than the reference: ");
            WriteNames(markup, faulty);
            markup.Raw(".</p>");
        }

        if (report.TestedCount >= 4 && report.DriftedShare >= 0.8) { markup.Write($"<p>{DriftAdvice.Of(DriftChange.Shape, DriftPattern.NearlyAll)}</p>"); }
        if (untested > 0) { markup.Write($"<p>{ReportText.Plural(untested, "feature has", "features have")} not enough data: no alarm, and no all-clear.</p>"); }
        markup.Raw("</section>\n");
    }

    private static void WriteNames(MarkupWriter markup, IEnumerable<FeatureView> features)
    {
        bool further = false;
        foreach (FeatureView feature in features.Take(3))
        {
            if (further) { markup.Raw(", "); }
            Parts.Name(markup, feature.Drift.Feature);
            further = true;
        }
    }

    private static string Correction(MultipleTestingCorrection correction) => correction switch
    {
        MultipleTestingCorrection.BenjaminiHochberg => "Benjamini-Hochberg",
        MultipleTestingCorrection.BenjaminiYekutieli => "Benjamini-Yekutieli",
        MultipleTestingCorrection.Holm => "Holm",
        MultipleTestingCorrection.Bonferroni => "Bonferroni",
        _ => "none",
    };
}
