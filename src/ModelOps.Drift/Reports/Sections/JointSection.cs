using ModelOps.Drift.Reports.Charts;
using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>Drift of all features together, where it is given.</summary>
internal static class JointSection
{
    public static void Write(MarkupWriter markup, ReportModel model)
    {
        if (model.Options.Joint.Count == 0)
        {
            return;
        }

        markup.Raw("<section><h2 id=\"joint\">All features together</h2><p class=\"soft\">Features can keep their distributions and still change how they go together; this measures the whole row.</p><div class=\"charts\">");
        foreach (IGrouping<string, JointDriftWindow> measure in model.Options.Joint.GroupBy(static window => window.Measure, StringComparer.Ordinal))
        {
            JointDriftWindow[] windows = [.. measure.OrderBy(static window => window.From).TakeLast(model.Options.MaxWindows)];
            JointDriftWindow newest = windows[^1];
            string name = ReportText.Name(measure.Key);
            markup.Raw("<figure><p>");
            markup.Raw(newest switch
            {
                { HasDrifted: true } => "<span class=\"v bad\">▲ drifted</span> ",
                _ when double.IsNaN(newest.Value) => "<span class=\"v open\">○ not enough data</span> ",
                _ => "<span class=\"v good\">● stable</span> ",
            });
            markup.Write($"{name}: ");
            Parts.Data(markup, newest.Value, ReportText.Number(newest.Value));
            markup.Raw(", counts above ");
            Parts.Data(markup, newest.Threshold, ReportText.Number(newest.Threshold));
            markup.Raw(".</p>");
            TimelineChart.Draw(
                markup, $"{name} by window", [.. windows.Select(static window => ReportText.Time(window.From))],
                [.. windows.Select(static window => (window.Value, window.HasDrifted))], newest.Threshold);
            markup.Write($"<figcaption>{name} by window. ■ drifted, ○ stable, × not enough data.</figcaption></figure>");
        }

        markup.Raw("</div></section>\n");
    }
}
