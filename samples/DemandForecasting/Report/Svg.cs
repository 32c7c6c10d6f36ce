using System.Globalization;
using System.Net;
using System.Text;

namespace DemandForecasting.Report;

/// <summary>Writes SVG elements; all texts are escaped, all numbers invariant.</summary>
internal sealed class Svg(double width, double height, string title)
{
    private readonly StringBuilder _body = new();

    public double Width { get; } = width;

    public double Height { get; } = height;

    public void Line(double x1, double y1, double x2, double y2, string css) =>
        _body.Append(CultureInfo.InvariantCulture, $"""<line x1="{x1:0.##}" y1="{y1:0.##}" x2="{x2:0.##}" y2="{y2:0.##}" class="{css}"/>""");

    public void Path(IEnumerable<(double X, double Y)> points, string css)
    {
        _body.Append("<path d=\"");
        char command = 'M';
        foreach ((double x, double y) in points)
        {
            _body.Append(CultureInfo.InvariantCulture, $"{command}{x:0.#} {y:0.#}");
            command = 'L';
        }

        _body.Append(CultureInfo.InvariantCulture, $"\" class=\"{css}\"/>");
    }

    public void Rect(double x, double y, double width, double height, string css, string tooltip, double opacity = 1) =>
        _body.Append(
            CultureInfo.InvariantCulture,
            $"""<rect x="{x:0.##}" y="{y:0.##}" width="{width:0.##}" height="{height:0.##}" class="{css}" fill-opacity="{opacity:0.###}"><title>{Escape(tooltip)}</title></rect>""");

    public void Text(double x, double y, string text, string anchor = "start", string css = "label") =>
        _body.Append(CultureInfo.InvariantCulture, $"""<text x="{x:0.##}" y="{y:0.##}" text-anchor="{anchor}" class="{css}">{Escape(text)}</text>""");

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"""<svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{Escape(title)}" xmlns="http://www.w3.org/2000/svg">{_body}</svg>""");

    public static string Escape(string text) => WebUtility.HtmlEncode(text);
}
