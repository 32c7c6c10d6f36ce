using System.Globalization;
using System.Text.Json;

namespace ModelOps.Registry.AspNetCore.Mlflow.Wire;

/// <summary>Fields of a request, or of an object in one, read as leniently as the original reads them: numbers and flags may be texts and texts
/// numbers, one value stands for a list of one, null is as good as absent, and what nobody asks for is ignored.</summary>
internal readonly struct MlflowFields(JsonElement fields)
{
    /// <summary>A text; null when it is absent.</summary>
    /// <exception cref="MlflowRefusedException">It is a list or an object, or no Unicode.</exception>
    public string? Text(string name) => Find(name) is { } value ? TextOf(name, value) : null;

    /// <summary>A text that must be there and not be empty.</summary>
    public string Required(string name) => Text(name) is { Length: > 0 } text ? text : throw Absent(name);

    public long? Whole(string name) => Find(name) is { } value ? WholeOf(name, value) : null;

    public long RequiredWhole(string name) => Whole(name) ?? throw Absent(name);

    public double? Number(string name) => Find(name) is { } value ? NumberOf(name, value) : null;

    public double RequiredNumber(string name) => Number(name) ?? throw Absent(name);

    public bool Flag(string name, bool otherwise = false) => Find(name) switch
    {
        null => otherwise,
        { ValueKind: JsonValueKind.True } => true,
        { ValueKind: JsonValueKind.False } => false,
        { } value when bool.TryParse(TextOf(name, value), out bool flag) => flag,
        _ => throw Wrong(name, "true or false"),
    };

    public IReadOnlyList<string> Texts(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => TextOf(name, item))],
        { } one => [TextOf(name, one)],
    };

    public IReadOnlyList<MlflowFields> Objects(string name) => Find(name) switch
    {
        null => [],
        { ValueKind: JsonValueKind.Array } list => [.. list.EnumerateArray().Select(item => ObjectOf(name, item))],
        { } one => [ObjectOf(name, one)],
    };

    public MlflowFields? Object(string name) => Find(name) is { } value ? ObjectOf(name, value) : null;

    public bool Has(string name) => Find(name) is not null;

    /// <summary>Pairs of key and value, as tags and parameters come; the last of a key wins.</summary>
    public Dictionary<string, string> Pairs(string name)
    {
        Dictionary<string, string> pairs = new(StringComparer.Ordinal);
        foreach (MlflowFields pair in Objects(name)) { pairs[pair.Required("key")] = pair.Text("value") ?? string.Empty; }
        return pairs;
    }

    public static MlflowRefusedException Wrong(string name, string expected) =>
        MlflowRefusedException.Invalid($"Invalid value for parameter '{name}' supplied: it must be {expected}.");

    private static MlflowRefusedException Absent(string name) => MlflowRefusedException.Invalid(
        $"Missing value for required parameter '{name}'. See the API docs for more information about request parameters.");

    private JsonElement? Find(string name) =>
        fields.ValueKind == JsonValueKind.Object && fields.TryGetProperty(name, out JsonElement value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string TextOf(string name, JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.String: break;
            case JsonValueKind.Number: return value.GetRawText();
            case JsonValueKind.True: return "true";
            case JsonValueKind.False: return "false";
            default: throw Wrong(name, "a text");
        }

        try
        {
            string text = value.GetString()!;
            return text.Contains('\0', StringComparison.Ordinal) ? throw Wrong(name, "a text without NUL characters") : text;
        }
        catch (InvalidOperationException)
        {
            throw Wrong(name, "well-formed Unicode"); // an escape of half a surrogate pair
        }
    }

    private static long WholeOf(string name, JsonElement value)
    {
        string text = TextOf(name, value);
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole)) { return whole; }
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            && Math.Truncate(number) == number && Math.Abs(number) < (1L << 53)
            ? (long)number
            : throw Wrong(name, "a whole number of 64 bits");
    }

    private static double NumberOf(string name, JsonElement value) => TextOf(name, value) switch
    {
        "NaN" => double.NaN,
        "Infinity" => double.PositiveInfinity,
        "-Infinity" => double.NegativeInfinity,
        { } text when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
        _ => throw Wrong(name, "a number, 'NaN', 'Infinity' or '-Infinity'"),
    };

    private static MlflowFields ObjectOf(string name, JsonElement value) =>
        value.ValueKind == JsonValueKind.Object ? new MlflowFields(value) : throw Wrong(name, "an object, or a list of objects");
}
