using System.Text.Json;

namespace ModelOps.Drift.Quality.Imports;

/// <summary>A value of a foreign JSON document, and where it is, so that an error can say so.</summary>
internal readonly record struct JsonAt(string What, JsonElement Element, string Path)
{
    internal const int MaxBytes = 64 * 1024 * 1024;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 16, AllowDuplicateProperties = false };

    /// <summary>Parses a document; the caller disposes it.</summary>
    internal static JsonDocument Parse(string what, ReadOnlyMemory<byte> utf8Json)
    {
        if (utf8Json.Length > MaxBytes) { throw new DataFormatException(what, "$", $"it has {utf8Json.Length} bytes, more than the {MaxBytes} allowed"); }
        try
        {
            return JsonDocument.Parse(utf8Json, Options);
        }
        catch (JsonException error)
        {
            throw new DataFormatException(what, "$", $"it is not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine})", error);
        }
    }

    /// <summary>A property; null if it is absent or null.</summary>
    internal JsonAt? Find(string name)
    {
        if (Element.ValueKind != JsonValueKind.Object) { throw Wrong("an object"); }
        return Element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? new JsonAt(What, value, $"{Path}.{name}") : null;
    }

    internal JsonAt Get(string name) => Find(name) ?? throw new DataFormatException(What, $"{Path}.{name}", "it is absent");

    internal JsonAt[] Items(int max)
    {
        if (Element.ValueKind != JsonValueKind.Array) { throw Wrong("an array"); }
        int count = Element.GetArrayLength();
        if (count > max) { throw new DataFormatException(What, Path, $"it has {count} entries, more than the {max} allowed"); }
        var items = new JsonAt[count];
        for (int i = 0; i < count; i++) { items[i] = new JsonAt(What, Element[i], $"{Path}[{i}]"); }
        return items;
    }

    internal string Text(int maxLength = ColumnRule.MaxNameLength)
    {
        if (Element.ValueKind != JsonValueKind.String) { throw Wrong("text"); }
        try
        {
            string text = Element.GetString()!;
            return text.Length <= maxLength ? text : throw Wrong($"text of at most {maxLength} characters");
        }
        catch (InvalidOperationException)
        {
            throw Wrong("well-formed Unicode");
        }
    }

    internal double Number() => Element.ValueKind == JsonValueKind.Number && Element.TryGetDouble(out double number) && double.IsFinite(number)
        ? number
        : throw Wrong("a finite number");

    // The tool writes whole counts as 12.0 as well.
    internal long Count() => Number() is >= 0 and <= 1L << 53 and var number && Math.Floor(number) == number ? (long)number : throw Wrong("a count");

    internal double Share() => Number() is >= 0 and <= 1 and var share ? share : throw Wrong("a share from 0 to 1");

    internal bool Truth() => Element.ValueKind switch
    {
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        _ => throw Wrong("true or false"),
    };

    internal DataFormatException Wrong(string expected) => new(What, Path, $"it should be {expected}");
}
