using System.Globalization;
using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>All windows: a table of them, and a heat map of features by window.</summary>
internal static class TimelineSection
{
    private const int MostColumns = 48;
    private const int MostRows = 40;
    private const int FewColumns = 12;
    private const int MostListed = 60;

    public static void Write(MarkupWriter markup, ReportModel model)
    {
        if (model.Windows.Count < 2)
        {
            return;
        }

        markup.Raw("<section><h2 id=\"windows\">Over time</h2>");
        if (model.OmittedWindows > 0) { markup.Write($"<p class=\"soft\">{ReportText.Plural(model.OmittedWindows, "older window is", "older windows are")} not shown.</p>"); }
        WriteHeatMap(markup, model);
        WriteWindows(markup, model);
        markup.Raw("</section>\n");
    }

    private static void WriteHeatMap(MarkupWriter markup, ReportModel model)
    {
        int windows = model.Windows.Count;
        int step = (windows + MostColumns - 1) / MostColumns;
        int columns = (windows + step - 1) / step;
        bool written = columns <= FewColumns;
        markup.Raw("<p class=\"soft\">Effect of each feature by window, in units of the effect that counts as drift: the deeper the colour, the larger. ▲ drifted, ○ not enough data.");
        if (step > 1) { markup.Write($" Each column stands for {step} windows and shows the strongest."); }
        markup.Write($"</p><div class=\"scroll\"><table class=\"heat{(model.Labels.Any(static label => label.Length > 6) ? " tall" : "")}{(written ? "" : " dense")}\"><thead><tr><th scope=\"col\">feature</th>");
        int labelled = Math.Max(1, columns / FewColumns);
        for (int c = 0; c < columns; c++)
        {
            markup.Write($"<th scope=\"col\">{(c % labelled == 0 ? ReportText.Cut(model.Labels[c * step], 16) : "")}</th>");
        }

        markup.Raw("</tr></thead><tbody>");
        foreach (FeatureView feature in model.Features.Take(MostRows))
        {
            markup.Raw("<tr><th scope=\"row\">");
            Parts.Name(markup, ReportText.Cut(feature.Drift.Feature, 40));
            markup.Raw("</th>");
            for (int c = 0; c < columns; c++) { WriteCell(markup, feature, c * step, Math.Min((c + 1) * step, windows), written); }
            markup.Raw("</tr>\n");
        }

        markup.Raw("</tbody></table></div>");
        if (model.Features.Count > MostRows) { markup.Write($"<p class=\"soft\">The first {MostRows} features of the ranking.</p>"); }
    }

    private static void WriteCell(MarkupWriter markup, FeatureView feature, int from, int to, bool written)
    {
        double strongest = double.NaN;
        bool drifted = false;
        for (int i = from; i < to; i++)
        {
            if (feature.History[i] is { Verdict: not DriftVerdict.NotEnoughData } found)
            {
                strongest = double.MaxNumber(strongest, FeatureView.StrengthOf(found));
                drifted |= found.HasDrifted;
            }
        }

        if (double.IsNaN(strongest))
        {
            markup.Raw("<td>○</td>");
            return;
        }

        int depth = strongest switch { < 0.25 => 0, < 0.5 => 1, < 1 => 2, < 2 => 3, < 4 => 4, _ => 5 };
        string strength = Short(strongest);
        markup.Write($"<td class=\"h{depth}{(drifted ? " on" : "")}\"");
        if (!written) { markup.Write($" title=\"{strength}\""); }
        markup.Write($">{(drifted ? "▲" : "")}{(written ? strength : "")}</td>");
    }

    private static string Short(double strength) => strength switch
    {
        double.PositiveInfinity => "∞",
        >= 100 => "> 99",
        >= 10 => strength.ToString("0", CultureInfo.InvariantCulture),
        _ => strength.ToString("0.0", CultureInfo.InvariantCulture),
    };

    private static void WriteWindows(MarkupWriter markup, ReportModel model)
    {
        int first = Math.Max(0, model.Windows.Count - MostListed);
        markup.Raw(model.Windows.Count <= FewColumns ? "<details open=\"open\">" : "<details>");
        markup.Raw("<summary>Windows</summary><div class=\"scroll\"><table>");
        Parts.Heading(markup, "window", "#drifted", "#tested", "strongest", "#rows", "#replicas", "from", "to");
        markup.Raw("<tbody>");
        for (int i = model.Windows.Count - 1; i >= first; i--)
        {
            DriftEvaluation window = model.Windows[i];
            markup.Write($"<tr><th scope=\"row\">{ReportText.Name(model.Labels[i])}</th>");
            Parts.Cell(markup, window.Report.DriftedCount);
            Parts.Cell(markup, window.Report.TestedCount);
            markup.Raw("<td>");
            if (window.Report.Features.Where(static feature => feature.HasDrifted).MaxBy(FeatureView.StrengthOf) is { } strongest)
            {
                markup.Raw("▲\u00A0");
                Parts.Name(markup, strongest.Feature);
            }

            markup.Raw("</td>");
            Parts.Cell(markup, model.Rows[i]);
            Parts.Cell(markup, window.Replicas);
            markup.Write($"<td class=\"d\">{ReportText.Time(window.From)}</td><td class=\"d\">{ReportText.Time(window.To)}</td></tr>\n");
        }

        markup.Raw("</tbody></table></div></details>");
        if (first > 0) { markup.Write($"<p class=\"soft\">The newest {MostListed} of {ReportText.Count(model.Windows.Count)} windows.</p>"); }
    }
}
