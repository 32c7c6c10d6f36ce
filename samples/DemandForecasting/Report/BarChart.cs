using System.Globalization;

namespace DemandForecasting.Report;

/// <summary>Groups of bars, one group a label and one bar a series.</summary>
internal static class BarChart
{
    private const double Left = 44;
    private const double Bottom = 220;
    private const double Top = 28;

    /// <param name="title">Said to screen readers.</param>
    /// <param name="labels">Groups.</param>
    /// <param name="series">Name, values (one a group; NaN for none) and style class of each bar.</param>
    public static string Draw(string title, IReadOnlyList<string> labels, params (string Name, IReadOnlyList<double> Values, string Css)[] series)
    {
        Svg svg = new(860, 250, title);
        ChartAxis y = new(0, series.SelectMany(s => s.Values).Where(double.IsFinite).Max(), Bottom, Top);
        foreach (double tick in y.Ticks)
        {
            svg.Line(Left, y[tick], svg.Width - 12, y[tick], "grid");
            svg.Text(Left - 8, y[tick] + 4, tick.ToString("0.##", CultureInfo.InvariantCulture), "end");
        }

        double group = (svg.Width - Left - 12) / labels.Count;
        double bar = Math.Min(36, group * 0.8 / series.Length);
        for (int g = 0; g < labels.Count; g++)
        {
            double x = Left + (g * group) + ((group - (bar * series.Length)) / 2);
            foreach ((string name, IReadOnlyList<double> values, string css) in series)
            {
                if (double.IsFinite(values[g]))
                {
                    string tooltip = string.Create(CultureInfo.InvariantCulture, $"{labels[g]}, {name}: {values[g]:0.###}");
                    svg.Rect(x, y[values[g]], bar - 2, Bottom - y[values[g]], css, tooltip);
                }

                x += bar;
            }

            svg.Text(Left + ((g + 0.5) * group), Bottom + 20, labels[g], "middle");
        }

        double legend = Left;
        foreach ((string name, _, string css) in series)
        {
            svg.Rect(legend, 6, 12, 12, css, name);
            svg.Text(legend + 18, 16, name);
            legend += 36 + (name.Length * 7);
        }

        return svg.ToString();
    }
}
