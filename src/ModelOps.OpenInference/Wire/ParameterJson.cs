using System.Text.Json;

namespace ModelOps.OpenInference.Wire;

/// <summary>JSON form of parameters: strings, numbers and booleans, nothing else.</summary>
internal static class ParameterJson
{
    private const string Form = "an object whose values are strings, numbers or booleans";

    /// <summary>Reads the value of the parameter whose name the reader stands on.</summary>
    public static InferenceParameter Read(ref Utf8JsonReader reader)
    {
        Skip(ref reader);
        return reader.TokenType switch
        {
            JsonTokenType.True => true,
            JsonTokenType.False => false,
            JsonTokenType.String => reader.ValueSpan.Length <= WireJson.MaxTextBytes
                ? reader.GetString()!
                : throw WireErrors.Wrong("parameters", $"{Form}, a string of at most {WireJson.MaxTextBytes} bytes"),
            _ => ToNumber(ref reader),
        };
    }

    /// <summary>Moves to the value of the parameter whose name the reader stands on and checks what sort it is.</summary>
    public static void Skip(ref Utf8JsonReader reader)
    {
        reader.Read();
        if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.Number or JsonTokenType.True or JsonTokenType.False))
        {
            throw WireErrors.Wrong("parameters", Form);
        }
    }

    /// <summary>Writes parameters as the member <c>parameters</c>; nothing when there are none.</summary>
    public static void Write(Utf8JsonWriter writer, InferenceParameterCollection parameters)
    {
        if (parameters.Count == 0) { return; }
        writer.WriteStartObject("parameters"u8);
        for (int i = 0; i < parameters.Count; i++) { Write(writer, parameters[i].Key, parameters[i].Value); }
        writer.WriteEndObject();
    }

    /// <summary>Writes one parameter. A number that is not finite has no JSON form: it is written as text.</summary>
    public static void Write(Utf8JsonWriter writer, string name, InferenceParameter value)
    {
        if (value.TryGet(out bool truth)) { writer.WriteBoolean(name, truth); }
        else if (value.TryGet(out long signed)) { writer.WriteNumber(name, signed); }
        else if (value.TryGet(out ulong unsigned)) { writer.WriteNumber(name, unsigned); }
        else if (value.TryGet(out double number) && double.IsFinite(number)) { writer.WriteNumber(name, number); }
        else { writer.WriteString(name, value.ToString()); }
    }

    private static InferenceParameter ToNumber(ref Utf8JsonReader reader)
    {
        if (reader.TryGetInt64(out long signed)) { return signed; }
        if (reader.TryGetUInt64(out ulong unsigned)) { return unsigned; }
        return reader.TryGetDouble(out double number) && double.IsFinite(number)
            ? number
            : throw WireErrors.Wrong("parameters", $"{Form}, a number in the range of FP64");
    }
}
