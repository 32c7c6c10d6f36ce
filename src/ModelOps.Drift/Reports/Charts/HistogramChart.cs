using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Charts;

/// <summary>Two distributions of numbers: the reference as filled bars, the window as a line over them.</summary>
internal static class HistogramChart
{
    private const double Left = 44;
    private const double Right = Svg.Width - 8;
    private const double Top = 8;
    private const double Bottom = 158;
    private const double TailWidth = 20;
    private const double TailGap = 6;

    public static void Draw(MarkupWriter markup, Distribution distribution, string title)
    {
        double largest = distribution.Bars.Max(bar => Math.Max(Height(distribution, bar, bar.Reference, distribution.ReferenceTotal), Height(distribution, bar, bar.Current, distribution.CurrentTotal)));
        double[] ticks = AxisTicks.To(largest);
        Svg.Begin(markup, 190, title, "Filled bars: reference. Line: this window. The numbers are in the table below.");
        foreach (double tick in ticks)
        {
            Svg.Line(markup, Left, Y(tick), Right, Y(tick), "grid");
            Svg.Text(markup, Left - 6, Y(tick) + 4, ReportText.Percent(tick), "end");
        }

        (double X, double Width)[] places = Places(distribution);
        for (int i = 0; i < places.Length; i++)
        {
            DistributionBar bar = distribution.Bars[i];
            double y = Y(Height(distribution, bar, bar.Reference, distribution.ReferenceTotal));
            Svg.Rect(markup, places[i].X, y, places[i].Width, Bottom - y, "r");
        }

        DrawCurrent(markup, distribution, places, Y);
        DrawLabels(markup, distribution, places);
        Svg.End(markup);

        double Y(double value) => Bottom - (value / ticks[^1] * (Bottom - Top));
    }

    // Shares for each unit of the axis, so that bars of different widths compare by area.
    private static double Height(Distribution distribution, DistributionBar bar, long count, long total)
    {
        double share = total == 0 ? 0 : (double)count / total;
        return distribution.IsScaled && !double.IsNaN(bar.Left) ? share * (distribution.Unit / (bar.Right - bar.Left)) : share;
    }

    private static (double X, double Width)[] Places(Distribution distribution)
    {
        IReadOnlyList<DistributionBar> bars = distribution.Bars;
        if (!distribution.IsScaled)
        {
            double slot = (Right - Left) / bars.Count;
            double width = Math.Min(slot * 0.8, 40);
            return [.. bars.Select((_, i) => (Left + (i * slot) + ((slot - width) / 2), width))];
        }

        double low = bars.First(static bar => !double.IsNaN(bar.Left)).Left;
        double high = bars.Last(static bar => !double.IsNaN(bar.Left)).Right;
        double begin = Left + (double.IsNaN(bars[0].Left) ? TailWidth + TailGap : 0);
        double end = Right - (double.IsNaN(bars[^1].Left) ? TailWidth + TailGap : 0);
        return [.. bars.Select((bar, i) => double.IsNaN(bar.Left)
            ? (i == 0 ? Left : Right - TailWidth, TailWidth)
            : (X(bar.Left), X(bar.Right) - X(bar.Left)))];

        double X(double value) => begin + ((value - low) / (high - low) * (end - begin));
    }

    // Neighbours share a line; bars that stand apart have one each.
    private static void DrawCurrent(MarkupWriter markup, Distribution distribution, (double X, double Width)[] places, Func<double, double> y)
    {
        if (distribution.CurrentTotal == 0)
        {
            return;
        }

        markup.Raw("<path class=\"c\" d=\"");
        double end = double.NaN;
        for (int i = 0; i < places.Length; i++)
        {
            (double x, double width) = places[i];
            double top = y(Height(distribution, distribution.Bars[i], distribution.Bars[i].Current, distribution.CurrentTotal));
            if (Math.Abs(x - end) > 0.01 || double.IsNaN(end))
            {
                if (!double.IsNaN(end)) { markup.Write($"V{Bottom}"); }
                markup.Write($"M{x} {Bottom}");
            }

            markup.Write($"V{top}H{x + width}");
            end = x + width;
        }

        markup.Write($"V{Bottom}\"/>");
    }

    private static void DrawLabels(MarkupWriter markup, Distribution distribution, (double X, double Width)[] places)
    {
        IReadOnlyList<DistributionBar> bars = distribution.Bars;
        if (!distribution.IsScaled)
        {
            int every = Math.Max(1, (int)Math.Ceiling(bars.Max(static bar => Math.Min(bar.Label.Length, 14)) * 7.0 / ((Right - Left) / bars.Count)));
            for (int i = 0; i < bars.Count; i += every)
            {
                Svg.Text(markup, Math.Clamp(places[i].X + (places[i].Width / 2), Left, Right - 20), Bottom + 18, ReportText.Cut(bars[i].Label, 14), "middle");
            }

            return;
        }

        int first = double.IsNaN(bars[0].Left) ? 1 : 0;
        int last = bars.Count - (double.IsNaN(bars[^1].Left) ? 2 : 1);
        Svg.Text(markup, places[first].X, Bottom + 18, ReportText.Number(bars[first].Left), "start");
        Svg.Text(markup, places[last].X + places[last].Width, Bottom + 18, ReportText.Number(bars[last].Right), "end");
        if (first > 0) { Svg.Text(markup, places[0].X + (TailWidth / 2), Bottom + 18, "<", "middle"); }
        if (last < bars.Count - 1) { Svg.Text(markup, places[^1].X + (TailWidth / 2), Bottom + 18, ">", "middle"); }
        Svg.Text(markup, (Left + Right) / 2, Bottom + 18, $"per {ReportText.Number(distribution.Unit)}", "middle");
    }
}
