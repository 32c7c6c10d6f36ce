using System.Text.Json;

namespace ModelOps.Onnx.Forests.XGBoost;

/// <summary>Reads JSON into dictionaries, arrays, numbers and text.</summary>
/// <remarks>A number with a fraction is a float that XGBoost wrote with as few digits as tell it apart, so it is read as a float. Numbers take at most four times the memory of their text.</remarks>
internal static class JsonModelReader
{
    private const int MaxDepth = 32;

    public static object Read(ReadOnlySpan<byte> json)
    {
        Utf8JsonReader reader = new(NonFiniteJson.Rewrite(json), new JsonReaderOptions { MaxDepth = MaxDepth });
        try
        {
            reader.Read();
            object root = Value(ref reader) ?? throw new ForestFormatException("It is the JSON value null. Save the model again with XGBoost.");
            reader.Read();
            return root;
        }
        catch (JsonException exception)
        {
            throw new ForestFormatException($"It is neither JSON nor UBJSON: {exception.Message} Save the model with XGBoost as .json or .ubj.");
        }
    }

    private static object? Value(ref Utf8JsonReader reader) => reader.TokenType switch
    {
        JsonTokenType.StartObject => Members(ref reader),
        JsonTokenType.StartArray => Elements(ref reader),
        JsonTokenType.String => Text(ref reader),
        JsonTokenType.Number => Number(ref reader),
        JsonTokenType.True => 1d,
        JsonTokenType.False => 0d,
        _ => null,
    };

    private static Dictionary<string, object> Members(ref Utf8JsonReader reader)
    {
        Dictionary<string, object> members = new(StringComparer.Ordinal);
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string name = Text(ref reader);
            reader.Read();
            if (Value(ref reader) is { } value && !members.TryAdd(name, value))
            {
                throw new ForestFormatException($"It has member {Quote.Short(name)} twice. Save the model again with XGBoost.");
            }
        }

        return members;
    }

    private static object Elements(ref Utf8JsonReader reader)
    {
        NumberList elements = new();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType == JsonTokenType.Number) { elements.Add(Number(ref reader)); }
            else if (Value(ref reader) is { } value) { elements.Add(value); }
        }

        return elements.ToArray();
    }

    private static double Number(ref Utf8JsonReader reader) =>
        reader.ValueSpan.SequenceEqual(NonFiniteJson.NaNNumber) ? double.NaN
            : reader.TryGetInt64(out long whole) ? whole
            : reader.TryGetSingle(out float number) ? number : reader.GetDouble();

    private static string Text(ref Utf8JsonReader reader)
    {
        try { return reader.GetString()!; }
        catch (InvalidOperationException)
        {
            throw new ForestFormatException("It has text that is not UTF-8. Save the model again with XGBoost.");
        }
    }
}
