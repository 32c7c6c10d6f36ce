using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Charts;

/// <summary>A measure by window, and the line from which it counts. Windows that alarmed are filled squares, quiet ones open circles, those without enough
/// data crosses at the foot.</summary>
internal static class TimelineChart
{
    private const double Left = 44;
    private const double Right = Svg.Width - 10;
    private const double Top = 12;
    private const double Bottom = 120;

    // More marks than this would run into each other; the line then stands for quiet windows.
    private const int MostMarks = 100;

    /// <param name="markup">Where to write.</param>
    /// <param name="title">What is shown.</param>
    /// <param name="labels">Labels of the windows.</param>
    /// <param name="points">Value of each window, NaN where there is none, and whether it alarmed.</param>
    /// <param name="threshold">Value from which it counts; NaN for none.</param>
    /// <param name="isFromZero">Whether the axis begins at 0, as for effects, or where the values do, as for metrics.</param>
    public static void Draw(
        MarkupWriter markup, string title, IReadOnlyList<string> labels, IReadOnlyList<(double Value, bool IsAlarm)> points, double threshold, bool isFromZero = true)
    {
        double[] ticks = Ticks(points, threshold, isFromZero);
        Svg.Begin(markup, 150, title, isFromZero ? "Squares: drifted. Circles: stable. Crosses: not enough data." : "Squares: worse than the line by more than chance. Circles: not. Crosses: not known.");
        foreach (double tick in ticks)
        {
            Svg.Line(markup, Left, Y(tick), Right, Y(tick), "grid");
            Svg.Text(markup, Left - 6, Y(tick) + 4, ReportText.Number(tick), "end");
        }

        if (double.IsFinite(threshold)) { Svg.Line(markup, Left, Y(threshold), Right, Y(threshold), "limit"); }
        DrawLine(markup, points, X, Y);
        bool all = points.Count <= MostMarks;
        for (int i = 0; i < points.Count; i++)
        {
            (double value, bool alarm) = points[i];
            if (double.IsNaN(value))
            {
                markup.Write($"<path class=\"nodata\" d=\"M{X(i) - 3} {Bottom - 6}l6 6m0 -6l-6 6\"/>");
            }
            else if (alarm)
            {
                Svg.Rect(markup, X(i) - 3.5, Y(value) - 3.5, 7, 7, "alarm");
            }
            else if (all)
            {
                markup.Write($"<circle cx=\"{X(i)}\" cy=\"{Y(value)}\" r=\"3\" class=\"quiet\"/>");
            }
        }

        Svg.Text(markup, points.Count == 1 ? X(0) : Left, Bottom + 20, ReportText.Cut(labels[0], 20), points.Count == 1 ? "middle" : "start");
        if (points.Count > 1) { Svg.Text(markup, Right, Bottom + 20, ReportText.Cut(labels[^1], 20), "end"); }
        Svg.End(markup);

        double X(int at) => points.Count == 1 ? (Left + Right) / 2 : Left + 6 + (at * (Right - Left - 12) / (points.Count - 1));
        double Y(double value) => Bottom - (Math.Clamp((value - ticks[0]) / (ticks[^1] - ticks[0]), 0, 1) * (Bottom - Top));
    }

    private static double[] Ticks(IReadOnlyList<(double Value, bool IsAlarm)> points, double threshold, bool isFromZero)
    {
        double[] known = [.. points.Select(static point => point.Value).Append(threshold).Where(double.IsFinite)];
        if (known.Length == 0) { return AxisTicks.To(1); }
        return isFromZero ? AxisTicks.To(Math.Max(known.Max(), double.IsFinite(threshold) ? threshold * 1.25 : 0)) : AxisTicks.Between(known.Min(), known.Max());
    }

    private static void DrawLine(MarkupWriter markup, IReadOnlyList<(double Value, bool IsAlarm)> points, Func<int, double> x, Func<double, double> y)
    {
        markup.Raw("<path class=\"t\" d=\"");
        bool drawn = false;
        for (int i = 0; i < points.Count; i++)
        {
            bool known = !double.IsNaN(points[i].Value);
            if (known) { markup.Write($"{(drawn ? "L" : "M")}{x(i)} {y(points[i].Value)}"); }
            drawn = known;
        }

        markup.Raw("\"/>");
    }
}
