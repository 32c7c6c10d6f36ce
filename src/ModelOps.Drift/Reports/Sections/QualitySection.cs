using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>Features whose data got worse: more missing, infinite, out-of-range or unnamed values than the reference has.</summary>
internal static class QualitySection
{
    private const int Most = 50;
    private static readonly string[] Kinds = ["#missing", "#infinite", "#outside the reference"];

    public static void Write(MarkupWriter markup, ReportModel model)
    {
        FeatureView[] worse = [.. model.Features.Where(static feature => feature.Losses.Any(static loss => loss.HasRisen))];
        if (worse.Length == 0)
        {
            return;
        }

        markup.Raw("<section><h2 id=\"quality\">Data quality</h2><p class=\"soft\">Share of rows, reference and then this window; ! where it rose by at least 1 % of rows to at least twice what it was. Missing and infinite values take no part in the comparison of distributions; how many there are has a test of its own.</p>");
        markup.Raw("<div class=\"scroll\"><table>");
        int[] shown = [.. Enumerable.Range(0, Kinds.Length).Where(kind => worse.Any(feature => feature.Losses[kind].HasRisen))];
        Parts.Heading(markup, ["feature", .. shown.Select(static kind => Kinds[kind])]);
        markup.Raw("<tbody>");
        foreach (FeatureView feature in worse.OrderByDescending(static feature => feature.Losses.Max(static loss => loss.Rise)).Take(Most))
        {
            markup.Raw("<tr><th scope=\"row\">");
            Parts.Name(markup, feature.Drift.Feature);
            markup.Raw("</th>");
            foreach (DataLoss loss in shown.Select(kind => feature.Losses[kind]))
            {
                Parts.Cell(markup, loss.Current, $"{(loss.HasRisen ? "! " : "")}{ReportText.Percent(loss.Reference)} → {ReportText.Percent(loss.Current)}");
            }

            markup.Raw("</tr>\n");
        }

        markup.Raw("</tbody></table></div>");
        if (worse.Length > Most) { markup.Write($"<p class=\"soft\">{ReportText.Plural(worse.Length - Most, "further feature has", "further features have")} a smaller rise.</p>"); }
        markup.Raw("</section>\n");
    }
}
