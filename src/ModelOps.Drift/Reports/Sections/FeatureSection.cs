using ModelOps.Drift.Profiles;
using ModelOps.Drift.Reports.Charts;
using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>One feature in full: what was found, what to do, both distributions, effect over time, quality of its data.</summary>
internal static class FeatureSection
{
    public static void WriteHeading(MarkupWriter markup)
    {
        markup.Raw("<section class=\"full\"><h2>Features in full</h2>");
        markup.Raw("<p class=\"soft\"><span class=\"key was\"></span>filled: reference &#160; <span class=\"key now\"></span>line: this window &#160; <span class=\"key lim\"></span> dashed: effect that counts as drift</p></section>\n");
    }

    public static void Write(MarkupWriter markup, ReportModel model, FeatureView feature, int number)
    {
        FeatureDrift drift = feature.Drift.Leading;
        markup.Write($"<article id=\"f{number}\"><h3>");
        Parts.Name(markup, drift.Feature);
        markup.Raw(" ");
        Parts.Verdict(markup, drift.Verdict);
        markup.Raw("</h3>");
        markup.Raw("<ul class=\"advice\">");
        foreach (string advice in FeatureNotes.Of(drift, feature.Reference, feature.Current, model.Report.Alpha)) { markup.Write($"<li>{advice}</li>"); }
        markup.Write($"</ul><p class=\"soft\">{StatisticText.Name(drift.Statistic)}; its effect is {StatisticText.Effect(drift.Statistic)}.</p><dl class=\"facts\">");
        Parts.Fact(markup, "Effect", drift.EffectSize, ReportText.Number(drift.EffectSize));
        Parts.Fact(markup, "Counts from", drift.MinimumEffect, ReportText.Number(drift.MinimumEffect));
        Parts.Fact(markup, "Likely seen from", drift.MinimumDetectableEffect, ReportText.Number(drift.MinimumDetectableEffect));
        Parts.Fact(markup, "Statistic", drift.Value, ReportText.Number(drift.Value));
        Parts.Fact(markup, "Critical value", drift.CriticalValue, ReportText.Number(drift.CriticalValue));
        Parts.Fact(markup, "p", drift.PValue, ReportText.Probability(drift.PValue));
        Parts.Fact(markup, "p, corrected", drift.AdjustedPValue, ReportText.Probability(drift.AdjustedPValue));
        Parts.Fact(markup, "Drifted since", RankingSection.Since(feature));
        markup.Raw("</dl><div class=\"charts\">");
        Distribution? distribution = feature.Reference is null ? null : Distribution.Of(feature.Reference, feature.Current);
        if (distribution is { Bars.Count: > 0 }) { WriteDistribution(markup, feature, distribution); }
        if (model.Windows.Count > 1) { WriteTimeline(markup, model, feature); }
        markup.Raw("</div>");
        QualityTable.Write(markup, feature.Reference, feature.Current);
        if (distribution is { Bars.Count: > 0 }) { WriteTable(markup, distribution); }
        markup.Raw("</article>\n");
    }

    private static void WriteDistribution(MarkupWriter markup, FeatureView feature, Distribution distribution)
    {
        markup.Raw("<figure>");
        string title = $"Distribution of {ReportText.Name(feature.Drift.Feature)}";
        if (feature.Reference!.Kind == FeatureKind.Categorical) { CategoryChart.Draw(markup, distribution, title); }
        else { HistogramChart.Draw(markup, distribution, title); }
        markup.Write($"<figcaption>{(distribution.IsScaled ? $"Share of values for each {ReportText.Number(distribution.Unit)} of the axis; what lies beyond stands apart." : "Share of values.")}</figcaption></figure>");
    }

    private static void WriteTimeline(MarkupWriter markup, ReportModel model, FeatureView feature)
    {
        markup.Raw("<figure>");
        TimelineChart.Draw(
            markup,
            $"Effect of {ReportText.Name(feature.Drift.Feature)} by window",
            model.Labels,
            [.. feature.History.Select(static found => found is null || found.ValueVerdict == DriftVerdict.NotEnoughData ? (double.NaN, false) : (found.EffectSize, found.HasDrifted))],
            feature.Drift.MinimumEffect); // of the values, whatever drifted
        markup.Raw("<figcaption>Effect by window. ■ drifted, ○ stable, × not enough data.</figcaption></figure>");
    }

    private static void WriteTable(MarkupWriter markup, Distribution distribution)
    {
        markup.Raw("<details><summary>Numbers of the distribution</summary><div class=\"scroll\"><table>");
        Parts.Heading(markup, "value", "#reference", "#share", "#window", "#share");
        markup.Raw("<tbody>");
        foreach (DistributionBar bar in distribution.Bars)
        {
            markup.Raw("<tr><th scope=\"row\">");
            Parts.Name(markup, bar.Label);
            markup.Raw("</th>");
            Parts.Cell(markup, bar.Reference);
            Parts.Cell(markup, ReportText.Share(bar.Reference, distribution.ReferenceTotal));
            Parts.Cell(markup, bar.Current);
            Parts.Cell(markup, ReportText.Share(bar.Current, distribution.CurrentTotal));
            markup.Raw("</tr>\n");
        }

        markup.Raw("</tbody></table></div></details>");
    }
}
