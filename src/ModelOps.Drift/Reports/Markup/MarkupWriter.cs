using System.Buffers;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text;

namespace ModelOps.Drift.Reports.Markup;

/// <summary>Writes well-formed markup as UTF-8. What is written literally is markup; every value in a hole is text and escaped, so that no name can become
/// markup.</summary>
internal sealed class MarkupWriter(IBufferWriter<byte> output)
{
    private static readonly SearchValues<char> Special = SearchValues.Create("&<>\"'");

    /// <summary>Writes markup with text in its holes.</summary>
    /// <param name="markup">Has written itself when it comes here.</param>
    public void Write([InterpolatedStringHandlerArgument("")] ref MarkupText markup)
    {
        _ = markup;
    }

    /// <summary>Writes markup as it is: constants only.</summary>
    public void Raw(string markup) => Encode(markup);

    /// <summary>Writes text, escaped for content and quoted attributes alike. Characters that XML forbids become U+FFFD, line breaks blanks.</summary>
    public void Text(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            int plain = PlainLength(text);
            Encode(text[..plain]);
            text = text[plain..];
            if (text.IsEmpty)
            {
                return;
            }

            bool pair = char.IsHighSurrogate(text[0]) && text.Length > 1 && char.IsLowSurrogate(text[1]);
            Encode(pair ? text[..2] : Escaped(text[0]));
            text = text[(pair ? 2 : 1)..];
        }
    }

    /// <summary>Writes a number for charts: at most two decimals.</summary>
    public void Pixel(double value) => Format(value, "0.##");

    public void Format<T>(T value, string? format)
        where T : IUtf8SpanFormattable
    {
        Span<byte> span = output.GetSpan(64);
        if (!value.TryFormat(span, out int written, format, CultureInfo.InvariantCulture))
        {
            span = output.GetSpan(512);
            _ = value.TryFormat(span, out written, format, CultureInfo.InvariantCulture);
        }

        output.Advance(written);
    }

    // Letters of all scripts pass; controls, surrogates and the two non-characters at the end of the plane do not.
    private static int PlainLength(ReadOnlySpan<char> text)
    {
        int length = text.IndexOfAny(Special);
        length = length < 0 ? text.Length : length;
        for (int i = 0; i < length; i++)
        {
            if (char.IsControl(text[i]) || char.IsSurrogate(text[i]) || text[i] >= '\uFFFE')
            {
                return i;
            }
        }

        return length;
    }

    private static string Escaped(char character) => character switch
    {
        '&' => "&amp;",
        '<' => "&lt;",
        '>' => "&gt;",
        '"' => "&quot;",
        '\'' => "&#39;",
        '\t' or '\n' or '\r' => " ",
        _ => "\uFFFD",
    };

    private void Encode(ReadOnlySpan<char> text)
    {
        if (!text.IsEmpty) { Encoding.UTF8.GetBytes(text, output); }
    }
}
