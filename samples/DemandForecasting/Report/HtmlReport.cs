using System.Text;

namespace DemandForecasting.Report;

/// <summary>A page that stands alone: no script, no font, no file beside it. Reads on a phone, in the dark and on paper.</summary>
internal sealed class HtmlReport(string title, string lead)
{
    private const string Style = """
        :root{color-scheme:light dark;--ink:#16202c;--soft:#5b6b7c;--paper:#fff;--card:#f6f8fa;--line:#dde4ea;--a:#1f6feb;--b:#e08a1e;--c:#8b98a5;--bad:#c93c37;--good:#1a7f37}
        @media(prefers-color-scheme:dark){:root{--ink:#e6edf3;--soft:#9aa8b5;--paper:#0f151b;--card:#172029;--line:#2b3743;--a:#6cb0ff;--b:#f0b35c;--c:#76848f;--bad:#ff7b72;--good:#56d364}}
        *{box-sizing:border-box}body{margin:0 auto;max-width:960px;padding:32px 20px 64px;font:16px/1.55 system-ui,sans-serif;color:var(--ink);background:var(--paper)}
        h1{font-size:1.9rem;line-height:1.2;margin:0 0 8px}h2{font-size:1.2rem;margin:44px 0 6px}p{margin:6px 0 14px;max-width:75ch}.lead{color:var(--soft);font-size:1.05rem}
        .figures{display:grid;grid-template-columns:repeat(auto-fit,minmax(150px,1fr));gap:12px;margin:22px 0}.figure{background:var(--card);border:1px solid var(--line);border-radius:10px;padding:12px 14px}
        .figure b{display:block;font-size:1.45rem;line-height:1.3}.figure span{color:var(--soft);font-size:.85rem}
        .scroll{overflow-x:auto}svg{display:block;width:100%;min-width:560px;height:auto;margin:8px 0 4px}.label{font:12px system-ui,sans-serif;fill:var(--soft)}
        .grid{stroke:var(--line)}path{fill:none;stroke-width:2}path.a,line.a{stroke:var(--a)}path.b,line.b{stroke:var(--b)}path.c,line.c{stroke:var(--c);stroke-dasharray:4 3}line.a,line.b,line.c{stroke-width:2.5}
        rect.a{fill:var(--a)}rect.b{fill:var(--b)}rect.c{fill:var(--c)}a{color:var(--a)}
        table{border-collapse:collapse;width:100%;font-size:.92rem}th,td{text-align:left;padding:7px 10px;border-bottom:1px solid var(--line);vertical-align:top}td.n,th.n{text-align:right;font-variant-numeric:tabular-nums}th{color:var(--soft);font-weight:600}
        .good{color:var(--good);font-weight:600}.bad{color:var(--bad);font-weight:600}code{font:.88em ui-monospace,monospace}footer{margin-top:48px;color:var(--soft);font-size:.85rem}
        @media print{body{max-width:none;padding:0}h2{break-after:avoid}svg,table{break-inside:avoid}}
        """;

    private readonly StringBuilder _body = new();

    public HtmlReport Section(string heading, string text)
    {
        _body.Append($"<h2>{Svg.Escape(heading)}</h2><p>{Svg.Escape(text)}</p>\n");
        return this;
    }

    public HtmlReport Figures(params (string Value, string Label)[] figures)
    {
        _body.Append("<div class=\"figures\">");
        foreach ((string value, string label) in figures)
        {
            _body.Append($"<div class=\"figure\"><b>{Svg.Escape(value)}</b><span>{Svg.Escape(label)}</span></div>");
        }

        _body.Append("</div>\n");
        return this;
    }

    /// <param name="svg">A chart, already written.</param>
    public HtmlReport Chart(string svg)
    {
        _body.Append($"<div class=\"scroll\">{svg}</div>\n");
        return this;
    }

    /// <param name="file">A file beside the page.</param>
    /// <param name="text">What it is.</param>
    public HtmlReport Link(string file, string text)
    {
        _body.Append($"<p><a href=\"{Svg.Escape(file)}\">{Svg.Escape(text)}</a></p>\n");
        return this;
    }

    /// <param name="headings">Column headings; one that begins with <c>#</c> is right-aligned.</param>
    /// <param name="rows">Cells; one that begins with <c>+</c> reads as good, with <c>!</c> as bad.</param>
    public HtmlReport Table(IReadOnlyList<string> headings, IEnumerable<IReadOnlyList<string>> rows)
    {
        static string Cell(string tag, string text, bool isNumber)
        {
            string css = text.StartsWith('+') ? "good" : text.StartsWith('!') ? "bad" : "";
            string content = Svg.Escape(css.Length > 0 ? text[1..] : text);
            return $"<{tag}{(isNumber ? " class=\"n\"" : "")}>{(css.Length > 0 ? $"<span class=\"{css}\">{content}</span>" : content)}</{tag}>";
        }

        bool[] isNumber = [.. headings.Select(heading => heading.StartsWith('#'))];
        _body.Append("<div class=\"scroll\"><table><tr>");
        for (int i = 0; i < headings.Count; i++) { _body.Append(Cell("th", headings[i].TrimStart('#'), isNumber[i])); }
        _body.Append("</tr>");
        foreach (IReadOnlyList<string> row in rows)
        {
            _body.Append("<tr>");
            for (int i = 0; i < row.Count; i++) { _body.Append(Cell("td", row[i], isNumber[i])); }
            _body.Append("</tr>");
        }

        _body.Append("</table></div>\n");
        return this;
    }

    public void Write(string path, string footer)
    {
        string page = $"""
            <!doctype html>
            <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><title>{Svg.Escape(title)}</title>
            <style>{Style}</style></head>
            <body><h1>{Svg.Escape(title)}</h1><p class="lead">{Svg.Escape(lead)}</p>
            {_body}<footer>{Svg.Escape(footer)}</footer></body></html>

            """;
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        File.WriteAllText(path, page);
    }
}
