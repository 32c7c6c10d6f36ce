using System.Text.Json;

namespace ModelOps.Registry.Http;

/// <summary>Writes and reads small JSON documents without reflection.</summary>
internal static class JsonBody
{
    public static byte[] Object(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Parses an answer; null when it is not JSON.</summary>
    public static JsonDocument? Parse(byte[] body)
    {
        try { return JsonDocument.Parse(body); }
        catch (JsonException) { return null; }
    }

    /// <summary>A member at a path; undefined when any step is missing.</summary>
    public static JsonElement At(this JsonElement element, params ReadOnlySpan<string> path)
    {
        foreach (string name in path)
        {
            if (element.ValueKind != JsonValueKind.Object || !element.TryGetProperty(name, out element)) { return default; }
        }

        return element;
    }

    public static string? Text(this JsonElement element, params ReadOnlySpan<string> path) =>
        At(element, path) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static long? Number(this JsonElement element, params ReadOnlySpan<string> path) =>
        At(element, path) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out long value) ? value : null;

    public static DateTimeOffset? Time(this JsonElement element, params ReadOnlySpan<string> path) =>
        At(element, path) is { ValueKind: JsonValueKind.String } text && text.TryGetDateTimeOffset(out DateTimeOffset time) ? time : null;
}
