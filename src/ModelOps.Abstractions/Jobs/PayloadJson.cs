using System.Globalization;
using System.Text.Json;

namespace ModelOps;

/// <summary>The parts of a payload's JSON.</summary>
internal static class PayloadJson
{
    public static void WriteText(Utf8JsonWriter writer, string name, string? value)
    {
        if (value is not null) { writer.WriteString(name, value); }
    }

    public static string? ReadText(JsonElement root, string name) => root.TryGetProperty(name, out JsonElement value) ? value.GetString() : null;

    public static void WriteNames(Utf8JsonWriter writer, string name, IList<string> names)
    {
        if (names.Count == 0) { return; }
        writer.WriteStartArray(name);
        foreach (string output in names)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, output);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void ReadNames(JsonElement root, string name, IList<string> names)
    {
        if (!root.TryGetProperty(name, out JsonElement array)) { return; }
        foreach (JsonElement item in array.EnumerateArray()) { names.Add(item.GetProperty("name"u8).GetString()!); }
    }

    public static void WriteTensors(Utf8JsonWriter writer, string name, InferenceTensorCollection tensors)
    {
        writer.WriteStartArray(name);
        foreach (InferenceTensor tensor in tensors)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, tensor.Name);
            writer.WriteString("datatype"u8, tensor.DataType.ToName());
            writer.WriteStartArray("shape"u8);
            foreach (long dimension in tensor.Shape) { writer.WriteNumberValue(dimension); }
            writer.WriteEndArray();
            writer.WriteStartObject("parameters"u8);
            writer.WriteNumber("binary_data_size"u8, tensor.ByteLength);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    public static void ReadTensors(JsonElement root, string name, InferenceTensorCollection tensors, PayloadBlobs blobs)
    {
        foreach (JsonElement item in root.GetProperty(name).EnumerateArray())
        {
            if (!TensorDataTypes.TryParse(item.GetProperty("datatype"u8).GetString(), out TensorDataType type)) { throw new FormatException("A datatype is unknown."); }
            long[] shape = [.. item.GetProperty("shape"u8).EnumerateArray().Select(static d => d.GetInt64())];
            ReadOnlySpan<byte> bytes = blobs.Take(item.GetProperty("parameters"u8).GetProperty("binary_data_size"u8).GetInt32());
            if (type != TensorDataType.Bytes && !Holds(shape, type.ItemSize(), bytes.Length)) { throw new FormatException("A tensor does not fill its shape."); }
            InferenceTensor tensor = tensors.Add(item.GetProperty("name"u8).GetString()!, type, shape);
            if (tensor.TrySetBytes(bytes) is { } wrong) { throw new FormatException(wrong); }
        }
    }

    public static void WriteParameters(Utf8JsonWriter writer, InferenceParameterCollection parameters)
    {
        if (parameters.Count == 0) { return; }
        writer.WriteStartObject("parameters"u8);
        foreach ((string name, InferenceParameter value) in parameters)
        {
            writer.WritePropertyName(name);
            if (value.TryGet(out bool flag)) { writer.WriteBooleanValue(flag); }
            else if (value.TryGet(out string text)) { writer.WriteStringValue(text); }
            else if (value.TryGet(out long whole)) { writer.WriteNumberValue(whole); }
            else if (value.TryGet(out ulong large)) { writer.WriteNumberValue(large); }
            else { WriteNumber(writer, value); }
        }

        writer.WriteEndObject();
    }

    public static void ReadParameters(JsonElement root, InferenceParameterCollection parameters)
    {
        if (!root.TryGetProperty("parameters"u8, out JsonElement all)) { return; }
        foreach (JsonProperty property in all.EnumerateObject())
        {
            JsonElement value = property.Value;
            parameters.Set(property.Name, value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                JsonValueKind.String => value.GetString()!,
                _ when value.TryGetInt64(out long whole) => whole,
                _ when value.TryGetUInt64(out ulong large) => large,
                _ => value.GetDouble(),
            });
        }
    }

    public static void WriteContext(Utf8JsonWriter writer, InferenceContext context)
    {
        writer.WriteStartObject("context"u8);
        WriteText(writer, "routing_key", context.RoutingKey);
        writer.WriteNumber("priority"u8, context.Priority);
        writer.WriteStartObject("headers"u8);
        foreach ((string name, string value) in context.Headers) { writer.WriteString(name, value); }
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    public static void ReadContext(JsonElement root, InferenceContext context)
    {
        JsonElement from = root.GetProperty("context"u8);
        context.RoutingKey = ReadText(from, "routing_key");
        context.Priority = from.GetProperty("priority"u8).GetInt32();
        foreach (JsonProperty header in from.GetProperty("headers"u8).EnumerateObject()) { context.Headers[header.Name] = header.Value.GetString()!; }
    }

    /// <summary>A fraction or an exponent says that a number was not a whole one, also when it has no fraction. JSON has no NaN and no infinities.</summary>
    private static void WriteNumber(Utf8JsonWriter writer, InferenceParameter value)
    {
        value.TryGet(out double number);
        string text = number.ToString("R", CultureInfo.InvariantCulture);
        if (!double.IsFinite(number)) { writer.WriteStringValue(text); return; }
        writer.WriteRawValue(text.AsSpan().IndexOfAny('.', 'E') >= 0 ? text : text + ".0", skipInputValidation: true);
    }

    private static bool Holds(long[] shape, int itemSize, int bytes)
    {
        if (bytes == 0) { return Array.Exists(shape, static d => d == 0); }
        long left = bytes / itemSize;
        foreach (long dimension in shape)
        {
            if (dimension <= 0 || left % dimension != 0) { return false; }
            left /= dimension;
        }

        return left == 1 && bytes % itemSize == 0;
    }
}
