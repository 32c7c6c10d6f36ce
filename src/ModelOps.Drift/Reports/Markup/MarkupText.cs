using System.Runtime.CompilerServices;

namespace ModelOps.Drift.Reports.Markup;

/// <summary>Markup with holes: literals are written as they are, holes escaped and culture-invariant.</summary>
[InterpolatedStringHandler]
internal readonly ref struct MarkupText
{
    private readonly MarkupWriter _writer;

    public MarkupText(int literalLength, int formattedCount, MarkupWriter writer)
    {
        _ = literalLength;
        _ = formattedCount;
        _writer = writer;
    }

    public void AppendLiteral(string markup) => _writer.Raw(markup);

    public void AppendFormatted(string? text) => _writer.Text(text);

    public void AppendFormatted(int value) => _writer.Format(value, null);

    public void AppendFormatted(long value) => _writer.Format(value, null);

    /// <summary>A length or place in a chart.</summary>
    public void AppendFormatted(double value) => _writer.Pixel(value);

    /// <summary>A number to the last bit, for readers that are programs.</summary>
    public void AppendFormatted(double value, string format) => _writer.Format(value, format);
}
