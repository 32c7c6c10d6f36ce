namespace DemandForecasting.Report;

/// <summary>A table of cells whose colour deepens with a value; marked cells have a frame.</summary>
internal static class HeatMap
{
    private const double Left = 220;
    private const double RowHeight = 22;
    private const double Top = 26;

    /// <param name="title">Said to screen readers.</param>
    /// <param name="rows">Labels of the rows.</param>
    /// <param name="columns">Labels of the columns.</param>
    /// <param name="cell">Depth 0 to 1, text, tooltip, and whether it is marked.</param>
    public static string Draw(
        string title, IReadOnlyList<string> rows, IReadOnlyList<string> columns, Func<int, int, (double Depth, string Text, string Tooltip, bool IsMarked)> cell)
    {
        Svg svg = new(860, Top + (rows.Count * RowHeight) + 8, title);
        double width = (svg.Width - Left - 12) / columns.Count;
        for (int c = 0; c < columns.Count; c++) { svg.Text(Left + ((c + 0.5) * width), 16, columns[c], "middle"); }
        for (int r = 0; r < rows.Count; r++)
        {
            double y = Top + (r * RowHeight);
            svg.Text(Left - 10, y + 15, rows[r], "end");
            for (int c = 0; c < columns.Count; c++)
            {
                (double depth, string text, string tooltip, bool isMarked) = cell(r, c);
                svg.Rect(Left + (c * width) + 1, y + 1, width - 2, RowHeight - 2, isMarked ? "cell marked" : "cell", tooltip, 0.06 + (0.84 * Math.Clamp(depth, 0, 1)));
                svg.Text(Left + ((c + 0.5) * width), y + 15, text, "middle", "value");
            }
        }

        return svg.ToString();
    }
}
