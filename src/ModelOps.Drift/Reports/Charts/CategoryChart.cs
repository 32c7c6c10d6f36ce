using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Charts;

/// <summary>Shares of categories on both sides, one row each: the reference as a wide bar, the window as a narrow one on it.</summary>
internal static class CategoryChart
{
    private const double Left = 150;
    private const double Right = Svg.Width - 62;
    private const double RowHeight = 24;
    private const double Top = 6;
    private const int LabelLength = 20;

    public static void Draw(MarkupWriter markup, Distribution distribution, string title)
    {
        double largest = distribution.Bars.Max(bar => Math.Max(Share(bar.Reference, distribution.ReferenceTotal), Share(bar.Current, distribution.CurrentTotal)));
        double scale = largest > 0 ? (Right - Left) / largest : 0;
        Svg.Begin(markup, Top + (distribution.Bars.Count * RowHeight) + 4, title, "Wide bars: reference. Narrow bars: this window. The numbers are in the table below.");
        double y = Top;
        foreach (DistributionBar bar in distribution.Bars)
        {
            double current = Share(bar.Current, distribution.CurrentTotal);
            Svg.Text(markup, Left - 8, y + 14, ReportText.Cut(bar.Label, LabelLength), "end");
            Svg.Rect(markup, Left, y, Share(bar.Reference, distribution.ReferenceTotal) * scale, 19, "r");
            Svg.Rect(markup, Left, y + 6, current * scale, 7, "cb");
            Svg.Text(markup, Svg.Width - 4, y + 14, ReportText.Percent(distribution.CurrentTotal == 0 ? double.NaN : current), "end");
            y += RowHeight;
        }

        Svg.Line(markup, Left, Top - 2, Left, y - 3, "axis");
        Svg.End(markup);
    }

    private static double Share(long part, long whole) => whole == 0 ? 0 : (double)part / whole;
}
