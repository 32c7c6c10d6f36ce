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
            ? ["#", "feature", "verdict", "statistic", "#effect", "#counts from", "#adjusted p", "#importance", "#impact", "since"]
            : ["#", "feature", "verdict", "statistic", "#effect", "#counts from", "#adjusted p", "since"]);
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

        markup.Raw("</section>\n");
    }

    private static void WriteRow(MarkupWriter markup, FeatureView feature, int link)
    {
        FeatureDrift drift = feature.Drift;
        markup.Write($"<tr><td class=\"n\">{feature.Rank}</td><th scope=\"row\">");
        if (link > 0) { markup.Write($"<a href=\"#f{link}\">"); }
        Parts.Name(markup, drift.Feature);
        markup.Raw(link > 0 ? "</a></th><td>" : "</th><td>");
        Parts.Verdict(markup, drift.Verdict);
        markup.Write($"</td><td>{StatisticText.Name(drift.Statistic)}</td>");
        Parts.Cell(markup, drift.EffectSize, ReportText.Number(drift.EffectSize));
        Parts.Cell(markup, drift.MinimumEffect, ReportText.Number(drift.MinimumEffect));
        Parts.Cell(markup, drift.AdjustedPValue, ReportText.Probability(drift.AdjustedPValue));
        if (feature.Impact is { } impact)
        {
            Parts.Cell(markup, impact.Importance, (impact.IsImportanceKnown ? "" : "≈ ") + ReportText.Percent(impact.Importance));
            Parts.Cell(markup, impact.Impact, ReportText.Number(impact.Impact));
        }

        markup.Write($"<td>{Since(feature)}</td></tr>\n");
    }

    /// <summary>Since when a feature has drifted.</summary>
    internal static string Since(FeatureView feature) => feature.Since is { } since
        ? (feature.IsSinceOpen ? "at least " : "") + ReportText.Time(since)
        : ReportText.None;
}
