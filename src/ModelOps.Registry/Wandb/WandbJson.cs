using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace ModelOps.Registry.Wandb;

/// <summary>Values as the server's own client writes them.</summary>
internal static class WandbJson
{
    // Lines travel as texts within JSON: escaped once more, each escape would count six characters.
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document as a text, for fields that are JSON within JSON.</summary>
    public static string Text(Action<Utf8JsonWriter> write)
    {
        using MemoryStream stream = new();
        using (Utf8JsonWriter json = new(stream, Options))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>Writes a number; those that JSON does not have as the bare words that Python reads, which lines of history may hold.</summary>
    public static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) { json.WriteNumberValue(value); }
        else { json.WriteRawValue(double.IsNaN(value) ? "NaN" : value > 0 ? "Infinity" : "-Infinity", skipInputValidation: true); }
    }

    /// <summary>Writes a parameter, which is a text here: a number, true or false where it reads as one, so that charts can use it.</summary>
    public static void WriteParam(Utf8JsonWriter json, string value)
    {
        if (value is "true" or "True") { json.WriteBooleanValue(true); }
        else if (value is "false" or "False") { json.WriteBooleanValue(false); }
        else if (IsNumber(value)) { json.WriteRawValue(value); }
        else { json.WriteStringValue(value); }
    }

    private static bool IsNumber(string value)
    {
        if (value.Length is 0 or > 40 || (value[0] != '-' && !char.IsAsciiDigit(value[0]))) { return false; }
        try
        {
            Utf8JsonReader reader = new(Encoding.UTF8.GetBytes(value));
            return reader.Read() && reader.TokenType == JsonTokenType.Number && reader.TryGetDouble(out double number) && double.IsFinite(number) && !reader.Read() && value.AsSpan().Trim().Length == value.Length;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
