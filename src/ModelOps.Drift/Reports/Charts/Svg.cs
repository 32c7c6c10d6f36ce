using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Charts;

/// <summary>The pieces that charts are made of. Charts are drawn at the size of a phone, so that their letters stay readable there.</summary>
internal static class Svg
{
    internal const double Width = 420;

    /// <summary>Begins a drawing that says to screen readers what it is and what it shows.</summary>
    internal static void Begin(MarkupWriter markup, double height, string title, string description)
    {
        markup.Write($"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {Width} {height}\" role=\"img\" aria-label=\"{title}\">");
        markup.Write($"<title>{title}</title><desc>{description}</desc>");
    }

    internal static void End(MarkupWriter markup) => markup.Raw("</svg>\n");

    internal static void Line(MarkupWriter markup, double x1, double y1, double x2, double y2, string style) =>
        markup.Write($"<line x1=\"{x1}\" y1=\"{y1}\" x2=\"{x2}\" y2=\"{y2}\" class=\"{style}\"/>");

    internal static void Rect(MarkupWriter markup, double x, double y, double width, double height, string style) =>
        markup.Write($"<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" class=\"{style}\"/>");

    internal static void Text(MarkupWriter markup, double x, double y, string text, string anchor) =>
        markup.Write($"<text x=\"{x}\" y=\"{y}\" text-anchor=\"{anchor}\">{text}</text>");
}
