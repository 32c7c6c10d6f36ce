using System.Globalization;

namespace ModelOps.Registry.Tracking.Filters;

/// <summary>Takes a filter or an order apart, from left to right.</summary>
internal ref struct FilterReader(string text)
{
    private const int ExcerptLength = 40;

    private static readonly Dictionary<string, TrackingEntity> Prefixes = new(StringComparer.OrdinalIgnoreCase)
    {
        ["metric"] = TrackingEntity.Metric,
        ["metrics"] = TrackingEntity.Metric,
        ["param"] = TrackingEntity.Param,
        ["params"] = TrackingEntity.Param,
        ["parameter"] = TrackingEntity.Param,
        ["parameters"] = TrackingEntity.Param,
        ["tag"] = TrackingEntity.Tag,
        ["tags"] = TrackingEntity.Tag,
        ["attribute"] = TrackingEntity.Attribute,
        ["attributes"] = TrackingEntity.Attribute,
        ["attr"] = TrackingEntity.Attribute,
        ["run"] = TrackingEntity.Attribute,
        ["dataset"] = TrackingEntity.Dataset,
        ["datasets"] = TrackingEntity.Dataset,
    };

    private readonly string _text = text;

    public int Position { get; private set; }

    public readonly bool IsAtEnd => Position >= _text.Length;

    private readonly char Current => IsAtEnd ? '\0' : _text[Position];

    public void SkipSpace()
    {
        while (!IsAtEnd && char.IsWhiteSpace(Current)) { Position++; }
    }

    /// <summary>Takes a word, whatever its case, if it comes next.</summary>
    public bool TryWord(string word)
    {
        if (!_text.AsSpan(Position).StartsWith(word, StringComparison.OrdinalIgnoreCase)) { return false; }
        int end = Position + word.Length;
        if (end < _text.Length && IsPlain(_text[end])) { return false; }
        Position = end;
        return true;
    }

    /// <summary>Takes a sign, if it comes next.</summary>
    public bool TrySign(string sign)
    {
        if (!_text.AsSpan(Position).StartsWith(sign, StringComparison.Ordinal)) { return false; }
        Position += sign.Length;
        return true;
    }

    public FilterName ReadName()
    {
        int start = Position;
        if (Current is '`' or '"')
        {
            string quoted = ReadQuoted();
            return Current == '.' && Prefixes.TryGetValue(quoted, out TrackingEntity entity)
                ? new FilterName(entity, ReadKey(), start)
                : new FilterName(TrackingEntity.Attribute, quoted, start);
        }

        string plain = ReadPlain();
        if (plain.Length == 0) { throw Error(start, $"expected a name such as metrics.auc, tags.`a b` or status, found {Excerpt()}"); }
        int dot = plain.IndexOf('.', StringComparison.Ordinal);
        if (dot <= 0) { return new FilterName(TrackingEntity.Attribute, plain, start); }
        if (!Prefixes.TryGetValue(plain[..dot], out TrackingEntity prefix))
        {
            throw Error(start, $"'{Shorten(plain[..dot])}' is none of metrics, params, tags, attributes and datasets. Put a name that has a dot into backticks");
        }

        Position = start + dot;
        return new FilterName(prefix, ReadKey(), start);
    }

    public string ReadQuoted()
    {
        int start = Position;
        char quote = Current;
        System.Text.StringBuilder content = new();
        for (int i = start + 1; i < _text.Length; i++)
        {
            if (_text[i] != quote)
            {
                content.Append(_text[i]);
                continue;
            }

            if (i + 1 < _text.Length && _text[i + 1] == quote)
            {
                content.Append(quote); // a doubled quote stands for itself
                i++;
                continue;
            }

            Position = i + 1;
            return content.ToString();
        }

        throw Error(start, $"the quote {quote} is never closed");
    }

    public double ReadNumber()
    {
        int start = Position;
        int end = start;
        while (end < _text.Length && (char.IsAsciiLetterOrDigit(_text[end]) || _text[end] is '.' || (_text[end] is '+' or '-' && (end == start || _text[end - 1] is 'e' or 'E')))) { end++; }
        if (!double.TryParse(_text.AsSpan(start, end - start), NumberStyles.Float, CultureInfo.InvariantCulture, out double number))
        {
            throw Error(start, $"expected a number or a text in single quotes, found {Excerpt()}");
        }

        Position = end;
        return number;
    }

    public readonly bool IsAtText => Current is '\'' or '"';

    public readonly FilterSyntaxException Error(int position, string what) => new(position, what + ".");

    /// <summary>What comes next, short enough for a message.</summary>
    public readonly string Excerpt() => IsAtEnd ? "the end" : $"'{Shorten(_text[Position..])}'";

    public static string Shorten(string text) => text.Length <= ExcerptLength ? text : text[..ExcerptLength] + "...";

    private string ReadKey()
    {
        Position++; // the dot
        string key = Current is '`' or '"' ? ReadQuoted() : ReadPlain();
        return key.Length > 0 ? key : throw Error(Position, $"expected a name after the dot, found {Excerpt()}");
    }

    private string ReadPlain()
    {
        int start = Position;
        while (!IsAtEnd && IsPlain(Current)) { Position++; }
        return _text[start..Position];
    }

    private static bool IsPlain(char c) => char.IsLetterOrDigit(c) || c is '_' or '-' or '.' or '/' or ':' or '@' or '$' or '#' || char.IsSurrogate(c);
}
