using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>All features in a table, those that need a look first.</summary>
internal static class RankingSection
{
    public static void Write(MarkupWriter markup, ReportModel model)
    {
        if (model.Features.Count == 0 || model.Options.MaxListedFeatures == 0)
        {
            return;
        }

        bool byImportance = model.Options.Importances is not null;
        markup.Raw("<section><h2 id=\"features\">Features</h2>");
        markup.Raw(byImportance
            ? "<p class=\"soft\">Ranked by impact: the feature's share of the model's importance, times its effect. \"≈\" marks an importance that is not known and taken as the mean.</p>"
            : "<p class=\"soft\">Ranked by effect in units of the effect that counts as drift.</p>");
        markup.Raw("<div class=\"scroll\"><table>");
        Parts.Heading(markup, byImportance
            ? ["#", "feature", "verdict", "#importance", "#impact", "#effect", "#counts from", "#adjusted p", "since", "statistic"]
            : ["#", "feature", "verdict", "#effect", "#counts from", "#adjusted p", "since", "statistic"]);
        markup.Raw("<tbody>");
        int listed = 0;
        foreach (FeatureView feature in model.Features.Take(model.Options.MaxListedFeatures))
        {
            WriteRow(markup, feature, ++listed <= model.Options.MaxDetailedFeatures ? listed : 0);
        }

        markup.Raw("</tbody></table></div>\n");
        if (listed < model.Features.Count)
        {
            markup.Write($"<p class=\"soft\">{ReportText.Plural(model.Features.Count - listed, "further feature ranks", "further features rank")} below these.</p>\n");
        }

        if (model.Features.Take(listed).Any(static feature => feature.HasFaults)) { markup.Raw("<p class=\"soft\">! data: more missing or infinite values than the reference.</p>"); }

        markup.Raw("</section>\n");
    }

    private static void WriteRow(MarkupWriter markup, FeatureView feature, int link)
    {
        FeatureDrift drift = feature.Drift.Leading;
        markup.Write($"<tr><td class=\"n\">{feature.Rank}</td><th scope=\"row\">");
        if (link > 0) { markup.Write($"<a href=\"#f{link}\">"); }
        Parts.Name(markup, drift.Feature);
        markup.Raw(link > 0 ? "</a></th><td>" : "</th><td>");
        Parts.Verdict(markup, drift.Verdict);
        if (feature.HasFaults) { markup.Raw(" <span class=\"v\">! data</span>"); }
        markup.Raw("</td>");
        if (feature.Impact is { } impact)
        {
            Parts.Cell(markup, impact.Importance, (impact.IsImportanceKnown ? "" : "≈ ") + ReportText.Percent(impact.Importance));
            Parts.Cell(markup, impact.Impact, ReportText.Number(impact.Impact));
        }

        Parts.Cell(markup, drift.EffectSize, ReportText.Number(drift.EffectSize));
        Parts.Cell(markup, drift.MinimumEffect, ReportText.Number(drift.MinimumEffect));
        Parts.Cell(markup, drift.AdjustedPValue, ReportText.Probability(drift.AdjustedPValue));
        markup.Write($"<td class=\"d\">{Since(feature)}</td><td>{StatisticText.Name(drift.Statistic)}</td></tr>\n");
    }

    /// <summary>Since when a feature has drifted.</summary>
    internal static string Since(FeatureView feature) => feature.Since is { } since
        ? (feature.IsSinceOpen ? "at least " : "") + ReportText.Time(since)
        : ReportText.None;
}
