using System.Globalization;
using System.Text.Json;

namespace ModelOps.Registry.Mlflow.Wire;

/// <summary>MLflow's JSON: fields may be missing, numbers may be texts and texts numbers.</summary>
internal static class MlflowJson
{
    private const long FirstMillisecond = 100_000_000_000; // as milliseconds March 1973, as seconds the year 5138
    private const long LastMillisecond = 253_402_300_799_999; // the last that DateTimeOffset has

    public static JsonElement? Find(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    public static string? Text(JsonElement element, string name) => Find(element, name) switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Number } number => number.GetRawText(),
        _ => null,
    };

    public static long? Integer(JsonElement element, string name) =>
        long.TryParse(Text(element, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long value) ? value : null;

    /// <summary>A metric's value: a number, or the name of one that JSON has not.</summary>
    public static double Number(JsonElement element, string name) => Find(element, name) switch
    {
        { ValueKind: JsonValueKind.Number } number => number.GetDouble(),
        { ValueKind: JsonValueKind.String } text => text.GetString() switch
        {
            "Infinity" => double.PositiveInfinity,
            "-Infinity" => double.NegativeInfinity,
            string other when double.TryParse(other, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) => value,
            _ => double.NaN,
        },
        _ => 0, // protobuf leaves a zero out
    };

    public static DateTimeOffset Time(JsonElement element, string name) => OptionalTime(element, name) ?? DateTimeOffset.UnixEpoch;

    public static DateTimeOffset? OptionalTime(JsonElement element, string name) =>
        Integer(element, name) is > 0 and <= LastMillisecond and { } value ? DateTimeOffset.FromUnixTimeMilliseconds(value) : null;

    /// <summary>A time of the registry: GitLab gives seconds.</summary>
    public static DateTimeOffset? RegistryTime(JsonElement element, string name) =>
        Integer(element, name) is > 0 and < FirstMillisecond and { } seconds ? DateTimeOffset.FromUnixTimeSeconds(seconds) : OptionalTime(element, name);

    public static IEnumerable<JsonElement> List(JsonElement element, string name) =>
        Find(element, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    /// <summary>A list of <c>{"key": …, "value": …}</c>; of a key that comes twice the last counts.</summary>
    public static Dictionary<string, string> Pairs(JsonElement element, string name)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (JsonElement pair in List(element, name))
        {
            if (Text(pair, "key") is { } key) { pairs[key] = Text(pair, "value") ?? ""; }
        }

        return pairs;
    }

    public static void WritePairs(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, string>> pairs)
    {
        writer.WriteStartArray(name);
        foreach ((string key, string value) in pairs)
        {
            writer.WriteStartObject();
            writer.WriteString("key", key);
            writer.WriteString("value", value);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void WriteNumber(Utf8JsonWriter writer, string name, double value)
    {
        if (double.IsFinite(value)) { writer.WriteNumber(name, value); }
        else { writer.WriteString(name, double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity"); }
    }
}
