using ModelOps.Drift.Profiles;
using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>Quality and moments of a feature's data on both sides.</summary>
internal static class QualityTable
{
    public static void Write(MarkupWriter markup, FeatureProfile? reference, FeatureProfile? current)
    {
        if ((reference ?? current) is not { } any)
        {
            return;
        }

        markup.Raw("<details><summary>Data quality and moments</summary><div class=\"scroll\"><table>");
        Parts.Heading(markup, "", "#reference", "#window");
        markup.Raw("<tbody>");
        Count(markup, "values", reference, current, static feature => feature.Count, ofRows: false);
        Count(markup, "missing", reference, current, static feature => feature.MissingCount, ofRows: true);
        if (any.Kind == FeatureKind.Numeric)
        {
            Count(markup, "infinite", reference, current, static feature => feature.NonFiniteCount, ofRows: true);
            Count(markup, "below the reference", reference, current, static feature => feature.Counts.Length > 1 ? feature.Counts[0] : 0, ofRows: true);
            Count(markup, "above the reference", reference, current, static feature => feature.Counts.Length > 1 ? feature.Counts[^1] : 0, ofRows: true);
            Moment(markup, "mean", reference, current, static moments => moments.Mean);
            Moment(markup, "standard deviation", reference, current, static moments => moments.StandardDeviation);
            Moment(markup, "smallest", reference, current, static moments => moments.Min);
            Moment(markup, "largest", reference, current, static moments => moments.Max);
        }
        else
        {
            Count(markup, "categories not named in the reference", reference, current, static feature => ((CategoricalFeatureProfile)feature).OtherCount, ofRows: true);
        }

        markup.Raw("</tbody></table></div></details>");
    }

    private static void Count(
        MarkupWriter markup, string name, FeatureProfile? reference, FeatureProfile? current, Func<FeatureProfile, long> count, bool ofRows)
    {
        markup.Write($"<tr><th scope=\"row\">{name}</th>");
        foreach (FeatureProfile? side in (FeatureProfile?[])[reference, current])
        {
            if (side is null)
            {
                Parts.Cell(markup, ReportText.None);
                continue;
            }

            long value = count(side);
            string share = ofRows && value > 0 ? $" ({ReportText.Share(value, MissingValues.RowsOf(side))})" : "";
            markup.Write($"<td class=\"n\"><data value=\"{value}\">{ReportText.Count(value)}</data>{share}</td>");
        }

        markup.Raw("</tr>");
    }

    private static void Moment(MarkupWriter markup, string name, FeatureProfile? reference, FeatureProfile? current, Func<Moments, double> moment)
    {
        markup.Write($"<tr><th scope=\"row\">{name}</th>");
        foreach (FeatureProfile? side in (FeatureProfile?[])[reference, current])
        {
            double value = side is NumericFeatureProfile { Count: > 0 } numeric ? moment(numeric.Moments) : double.NaN;
            Parts.Cell(markup, value, ReportText.Number(value));
        }

        markup.Raw("</tr>");
    }
}
