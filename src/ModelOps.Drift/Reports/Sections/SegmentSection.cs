using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>Drift of segments, where it is given.</summary>
internal static class SegmentSection
{
    private const int Most = 200;

    public static void Write(MarkupWriter markup, ReportModel model)
    {
        if (model.Options.Segments.Count == 0)
        {
            return;
        }

        SegmentDrift[] segments = [.. model.Options.Segments
            .OrderByDescending(static segment => segment.Report.DriftedCount)
            .ThenBy(static segment => segment.Feature, StringComparer.Ordinal).ThenBy(static segment => segment.Segment, StringComparer.Ordinal)];
        markup.Raw("<section><h2 id=\"segments\">Segments</h2><p class=\"soft\">The same comparison within each segment: drift of one can hide in the whole. Each segment is tested at the level of the report by itself.</p>");
        markup.Raw("<div class=\"scroll\"><table>");
        Parts.Heading(markup, "segment", "#rows", "#tested", "#drifted", "strongest");
        markup.Raw("<tbody>");
        foreach (SegmentDrift segment in segments.Take(Most))
        {
            markup.Raw("<tr><th scope=\"row\">");
            Parts.Name(markup, segment.Feature);
            markup.Raw(segment.Segment is null ? ": all others" : " = ");
            if (segment.Segment is not null) { Parts.Name(markup, segment.Segment); }
            markup.Raw("</th>");
            Parts.Cell(markup, segment.Report.Features.Select(static feature => feature.CurrentCount).DefaultIfEmpty().Max());
            Parts.Cell(markup, segment.Report.TestedCount);
            Parts.Cell(markup, segment.Report.DriftedCount);
            markup.Raw("<td>");
            if (segment.Report.Features.Where(static feature => feature.HasDrifted).MaxBy(FeatureView.StrengthOf) is { } strongest)
            {
                markup.Raw("▲\u00A0");
                Parts.Name(markup, strongest.Feature);
                markup.Write($" ({ReportText.Number(strongest.EffectSize)})");
            }

            markup.Raw("</td></tr>\n");
        }

        markup.Raw("</tbody></table></div>");
        if (segments.Length > Most) { markup.Write($"<p class=\"soft\">{ReportText.Count(segments.Length - Most)} further segments drifted no more than these.</p>"); }
        markup.Raw("</section>\n");
    }
}
