using System.Globalization;
using ModelOps.Drift.Reports.Markup;

namespace ModelOps.Drift.Reports.Sections;

/// <summary>Small pieces that sections share.</summary>
internal static class Parts
{
    /// <summary>A verdict as a sign and words, so that colour is never all that tells.</summary>
    internal static void Verdict(MarkupWriter markup, DriftVerdict verdict)
    {
        switch (verdict)
        {
            case DriftVerdict.Drifted: markup.Raw("<span class=\"v bad\">▲ drifted</span>"); break;
            case DriftVerdict.NotEnoughData: markup.Raw("<span class=\"v open\">○ not enough data</span>"); break;
            default: markup.Raw("<span class=\"v good\">● stable</span>"); break;
        }
    }

    /// <summary>A name of unknown direction of writing.</summary>
    internal static void Name(MarkupWriter markup, string name) => markup.Write($"<bdi>{ReportText.Name(name)}</bdi>");

    /// <summary>A number as people read it, with its exact value for programs.</summary>
    internal static void Data(MarkupWriter markup, double value, string text)
    {
        if (double.IsFinite(value)) { markup.Write($"<data value=\"{value:R}\">{text}</data>"); }
        else { markup.Write($"{text}"); }
    }

    internal static void Cell(MarkupWriter markup, double value, string text)
    {
        markup.Raw("<td class=\"n\">");
        Data(markup, value, text);
        markup.Raw("</td>");
    }

    internal static void Cell(MarkupWriter markup, string text) => markup.Write($"<td class=\"n\">{text}</td>");

    /// <summary>A count as a cell, with its value for programs.</summary>
    internal static void Cell(MarkupWriter markup, long count) => markup.Write($"<td class=\"n\"><data value=\"{count}\">{ReportText.Count(count)}</data></td>");

    internal static void Heading(MarkupWriter markup, params ReadOnlySpan<string> headings)
    {
        markup.Raw("<thead><tr>");
        foreach (string heading in headings)
        {
            // "#" marks a column of numbers.
            if (heading.StartsWith('#')) { markup.Write($"<th scope=\"col\" class=\"n\">{heading[1..]}</th>"); }
            else { markup.Write($"<th scope=\"col\">{heading}</th>"); }
        }

        markup.Raw("</tr></thead>");
    }

    internal static void Fact(MarkupWriter markup, string name, double value, string text)
    {
        markup.Write($"<div><dt>{name}</dt><dd>");
        Data(markup, value, text);
        markup.Raw("</dd></div>");
    }

    internal static void Fact(MarkupWriter markup, string name, string text) => markup.Write($"<div><dt>{name}</dt><dd>{text}</dd></div>");

    internal static void Fact(MarkupWriter markup, string name, DateTimeOffset time) =>
        markup.Write($"<div><dt>{name}</dt><dd><time datetime=\"{Iso(time)}\">{ReportText.Time(time)}</time></dd></div>");

    internal static string Iso(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
