using System.Globalization;

namespace DemandForecasting.Report;

/// <summary>Series over days.</summary>
internal static class LineChart
{
    private const double Left = 44;
    private const double Bottom = 270;
    private const double Top = 28;

    /// <param name="title">Said to screen readers.</param>
    /// <param name="dates">Days, one a point, in order.</param>
    /// <param name="series">Name, values (one a day) and style class of each line.</param>
    public static string Draw(string title, IReadOnlyList<DateOnly> dates, params (string Name, IReadOnlyList<float> Values, string Css)[] series)
    {
        Svg svg = new(860, 310, title);
        ChartAxis y = new(0, series.Max(s => s.Values.Max()), Bottom, Top);
        double X(int index) => Left + (index * (svg.Width - Left - 12) / Math.Max(1, dates.Count - 1));
        foreach (double tick in y.Ticks)
        {
            svg.Line(Left, y[tick], svg.Width - 12, y[tick], "grid");
            svg.Text(Left - 8, y[tick] + 4, tick.ToString("0.##", CultureInfo.InvariantCulture), "end");
        }

        int every = Math.Max(1, dates.Count / 6);
        for (int i = 0; i < dates.Count; i += every)
        {
            svg.Text(X(i), Bottom + 20, dates[i].ToString("d MMM yyyy", CultureInfo.InvariantCulture), i == 0 ? "start" : "middle");
        }

        double legend = Left;
        foreach ((string name, IReadOnlyList<float> values, string css) in series)
        {
            svg.Path(values.Select((value, i) => (X(i), y[value])), css);
            svg.Line(legend, 12, legend + 18, 12, css);
            svg.Text(legend + 24, 16, name);
            legend += 40 + (name.Length * 7);
        }

        return svg.ToString();
    }
}
