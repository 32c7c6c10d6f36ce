using System.Globalization;
using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>What all objects of the API share: what is unset or empty is left out, times are milliseconds, and numbers that JSON lacks are texts.</summary>
internal static class MlflowJson
{
    public static void WriteIfAny(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (!string.IsNullOrEmpty(value)) { writer.WriteString(name, value); }
    }

    public static void WriteTime(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset time) => writer.WriteNumber(name, time.ToUnixTimeMilliseconds());

    public static void WriteTime(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, DateTimeOffset? time)
    {
        if (time is { } at) { writer.WriteTime(name, at); }
    }

    /// <summary>Ids and versions are texts, also where they are numbers.</summary>
    public static void WriteId(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, long id) => writer.WriteString(name, id.ToString(CultureInfo.InvariantCulture));

    /// <summary>NaN is a text. Infinities come as the largest doubles, as the original's store gives them back.</summary>
    public static void WriteMeasure(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, double value)
    {
        switch (value)
        {
            case double.NaN: writer.WriteString(name, "NaN"u8); break;
            case double.PositiveInfinity: writer.WriteNumber(name, double.MaxValue); break;
            case double.NegativeInfinity: writer.WriteNumber(name, double.MinValue); break;
            default: writer.WriteNumber(name, value); break;
        }
    }

    public static void WritePairs(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        bool any = false;
        foreach ((string key, string value) in pairs)
        {
            if (!any) { writer.WriteStartArray(name); }
            any = true;
            writer.WriteStartObject();
            writer.WriteString("key"u8, key);
            writer.WriteString("value"u8, value);
            writer.WriteEndObject();
        }

        if (any) { writer.WriteEndArray(); }
    }

    /// <summary>A list of objects; left out when it is empty.</summary>
    public static void WriteList<T>(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<T> items, Action<Utf8JsonWriter, T> writeFields)
    {
        if (items.Count == 0) { return; }
        writer.WriteStartArray(name);
        foreach (T item in items)
        {
            writer.WriteStartObject();
            writeFields(writer, item);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteTexts(this Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<string> texts)
    {
        if (texts.Count == 0) { return; }
        writer.WriteStartArray(name);
        foreach (string text in texts) { writer.WriteStringValue(text); }
        writer.WriteEndArray();
    }
}
