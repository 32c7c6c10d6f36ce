using System.Globalization;
using System.Text.Json;
using ModelOps.OpenInference.Wire;
using ModelOps.Serving.AspNetCore.Tracing;

namespace ModelOps.Serving.AspNetCore.Wire;

/// <summary>Reads a change of the trace extension's settings.</summary>
/// <remarks>Source: Triton's trace extension, whose numbers are texts. Traces go to the log, so there is no file to name.</remarks>
internal static class TraceSettingReader
{
    public static TraceChange Read(ReadOnlySpan<byte> json)
    {
        TraceChange change = default;
        Utf8JsonReader reader = WireJson.ReadObject(json.IsEmpty ? "{}"u8 : json);
        while (WireJson.NextMember(ref reader))
        {
            string name = reader.ValueSpan.Length <= WireJson.MaxTextBytes ? reader.GetString()! : string.Empty;
            reader.Read();
            switch (name)
            {
                case "trace_level": change.IsOn = (ReadLevel(ref reader), true); break;
                case "trace_rate": change.Rate = ((int?)ReadNumber(ref reader, name, 1, int.MaxValue), true); break;
                case "trace_count": change.Count = (ReadNumber(ref reader, name, -1, long.MaxValue), true); break;
                case "log_frequency": ReadNumber(ref reader, name, 0, 0); break;
                case "trace_file" when reader.TokenType == JsonTokenType.Null || (reader.TokenType == JsonTokenType.String && reader.ValueTextEquals(""u8)): break;
                default: throw WireErrors.Wrong("the settings", "trace_level, trace_rate and trace_count; traces go to the log, as each call ends");
            }
        }

        reader.Read();
        return change;
    }

    private static bool? ReadLevel(ref Utf8JsonReader reader)
    {
        if (reader.TokenType == JsonTokenType.Null) { return null; }
        bool isArray = reader.TokenType == JsonTokenType.StartArray;
        if (isArray) { reader.Read(); }
        bool? isOn = reader.TokenType != JsonTokenType.String ? null
            : reader.ValueTextEquals("OFF"u8) ? false
            : reader.ValueTextEquals("TIMESTAMPS"u8) ? true
            : null;
        if (isArray) { reader.Read(); }
        return isOn is not null && (!isArray || reader.TokenType == JsonTokenType.EndArray)
            ? isOn
            : throw WireErrors.Wrong("trace_level", "OFF or TIMESTAMPS; tensors are not traced, since logs hold no data");
    }

    private static long? ReadNumber(ref Utf8JsonReader reader, string what, long least, long most)
    {
        if (reader.TokenType == JsonTokenType.Null) { return null; }
        long value = 0;
        bool isNumber = reader.TokenType == JsonTokenType.String
            ? long.TryParse(reader.GetString(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
            : reader.TokenType == JsonTokenType.Number && reader.TryGetInt64(out value);
        return isNumber && value >= least && value <= most ? value : throw WireErrors.Wrong(what, $"a whole number from {least} to {most}");
    }
}
