using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelOps.Drift.Reports.Json;

/// <summary>Writes a measure: null for NaN, which means not known, and a word for an infinity; JSON has neither.</summary>
internal sealed class MeasureConverter : JsonConverter<double>
{
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.TokenType switch
    {
        JsonTokenType.Null => double.NaN,
        JsonTokenType.String => reader.ValueTextEquals("Infinity"u8) ? double.PositiveInfinity : double.NegativeInfinity,
        _ => reader.GetDouble(),
    };

    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        switch (value)
        {
            case double.NaN: writer.WriteNullValue(); break;
            case double.PositiveInfinity: writer.WriteStringValue("Infinity"u8); break;
            case double.NegativeInfinity: writer.WriteStringValue("-Infinity"u8); break;
            default: writer.WriteNumberValue(value); break;
        }
    }
}
