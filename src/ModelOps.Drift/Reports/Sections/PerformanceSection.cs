using ModelOps.Drift.Performance;
using ModelOps.Drift.Reports.Charts;
using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>Performance by window, where it is given.</summary>
internal static class PerformanceSection
{
    public static void Write(MarkupWriter markup, ReportModel model)
    {
        PerformanceWindow[] windows = [.. model.Options.Performance.OrderBy(static window => window.From).TakeLast(model.Options.MaxWindows)];
        if (windows.Length == 0)
        {
            return;
        }

        PerformanceWindow newest = windows[^1];
        markup.Raw("<section><h2 id=\"performance\">Performance</h2>");
        markup.Write($"<p class=\"soft\">Window {ReportText.Time(newest.From)} to {ReportText.Time(newest.To)}, {ReportText.Plural(newest.Estimate.Count, "row", "rows")}. A metric is worse when even the better end of its band, three standard errors on each side, is worse than the reference.</p>");
        markup.Raw("<div class=\"scroll\"><table>");
        Parts.Heading(markup, "metric", "#value", "#from", "#to", "#reference", "verdict");
        markup.Raw("<tbody>");
        foreach (MetricEstimate metric in newest.Estimate.Metrics)
        {
            markup.Write($"<tr><th scope=\"row\">{ReportText.Name(metric.Metric)}</th>");
            Parts.Cell(markup, metric.Value, ReportText.Number(metric.Value));
            Parts.Cell(markup, metric.Lower, ReportText.Number(metric.Lower));
            Parts.Cell(markup, metric.Upper, ReportText.Number(metric.Upper));
            Parts.Cell(markup, metric.Reference, ReportText.Number(metric.Reference));
            markup.Raw(metric switch
            {
                { IsWorse: true } => "<td><span class=\"v bad\">▲ worse</span></td></tr>\n",
                _ when double.IsNaN(metric.Value) || double.IsNaN(metric.Reference) => "<td><span class=\"v open\">○ not known</span></td></tr>\n",
                _ => "<td><span class=\"v good\">● not worse</span></td></tr>\n",
            });
        }

        markup.Raw("</tbody></table></div>");
        if (windows.Length > 1) { WriteCharts(markup, windows); }
        markup.Raw("</section>\n");
    }

    private static void WriteCharts(MarkupWriter markup, PerformanceWindow[] windows)
    {
        string[] labels = [.. windows.Select(static window => ReportText.Time(window.From))];
        markup.Raw("<div class=\"charts\">");
        foreach (MetricEstimate metric in windows[^1].Estimate.Metrics)
        {
            (double, bool)[] points = [.. windows.Select(window => window.Estimate.Metrics.FirstOrDefault(other => other.Metric == metric.Metric) is { } found ? (found.Value, found.IsWorse) : (double.NaN, false))];
            markup.Raw("<figure>");
            TimelineChart.Draw(markup, $"{ReportText.Name(metric.Metric)} by window", labels, points, metric.Reference, isFromZero: false);
            markup.Write($"<figcaption>{ReportText.Name(metric.Metric)}, {(metric.IsHigherBetter ? "higher" : "lower")} is better; dashed: reference. ■ worse, ○ not.</figcaption></figure>");
        }

        markup.Raw("</div>");
    }
}
