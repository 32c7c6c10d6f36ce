using System.Text.Json;
using ModelOps.OpenInference.Wire;

namespace ModelOps.OpenInference.Client.Rest;

/// <summary>Reads the metadata of a server and of a model.</summary>
internal static class MetadataJson
{
    /// <summary>Whether the server's list of extensions has one.</summary>
    public static bool HasExtension(ReadOnlySpan<byte> json, ReadOnlySpan<byte> extension)
    {
        bool has = false;
        Utf8JsonReader reader = WireJson.ReadObject(json);
        while (WireJson.NextMember(ref reader))
        {
            if (!reader.ValueTextEquals("extensions"u8)) { reader.Skip(); continue; }
            WireJson.EnterArray(ref reader, "extensions");
            while (WireJson.NextItem(ref reader))
            {
                if (reader.TokenType == JsonTokenType.String) { has |= reader.ValueTextEquals(extension); }
                else { reader.Skip(); }
            }
        }

        return has;
    }

    public static ModelMetadata Read(ReadOnlySpan<byte> json)
    {
        string? name = null;
        string platform = string.Empty;
        List<string> versions = [];
        List<TensorSpec> inputs = [];
        List<TensorSpec> outputs = [];
        Dictionary<string, string> properties = new(StringComparer.Ordinal);
        Utf8JsonReader reader = WireJson.ReadObject(json);
        while (WireJson.NextMember(ref reader))
        {
            if (reader.ValueTextEquals("name"u8)) { name = WireJson.ReadText(ref reader, "name"); }
            else if (reader.ValueTextEquals("platform"u8)) { platform = WireJson.ReadOptionalText(ref reader, "platform") ?? string.Empty; }
            else if (reader.ValueTextEquals("versions"u8)) { ReadTexts(ref reader, versions); }
            else if (reader.ValueTextEquals("inputs"u8)) { ReadTensors(ref reader, "inputs", inputs); }
            else if (reader.ValueTextEquals("outputs"u8)) { ReadTensors(ref reader, "outputs", outputs); }
            else if (reader.ValueTextEquals("properties"u8)) { ReadProperties(ref reader, properties); }
            else { reader.Skip(); }
        }

        return new ModelMetadata
        {
            Name = name ?? throw WireErrors.Wrong("name", "there"),
            Platform = platform,
            Versions = versions,
            Signature = new ModelSignature(inputs, outputs),
            Properties = properties,
        };
    }

    private static void ReadTexts(ref Utf8JsonReader reader, List<string> texts)
    {
        if (!WireJson.EnterOptionalArray(ref reader, "versions")) { return; }
        while (WireJson.NextItem(ref reader)) { texts.Add(reader.GetString() ?? string.Empty); }
    }

    private static void ReadProperties(ref Utf8JsonReader reader, Dictionary<string, string> properties)
    {
        if (!WireJson.EnterParameters(ref reader)) { return; }
        while (WireJson.NextMember(ref reader))
        {
            string name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String) { properties[name] = reader.GetString()!; }
            else { reader.Skip(); }
        }
    }

    private static void ReadTensors(ref Utf8JsonReader reader, string what, List<TensorSpec> tensors)
    {
        if (!WireJson.EnterOptionalArray(ref reader, what)) { return; }
        while (WireJson.NextItem(ref reader))
        {
            string? name = null;
            TensorDataType? dataType = null;
            List<long> shape = [];
            while (WireJson.NextMember(ref reader))
            {
                if (reader.ValueTextEquals("name"u8)) { name = WireJson.ReadText(ref reader, "name"); }
                else if (reader.ValueTextEquals("datatype"u8)) { dataType = TensorDataTypes.TryParse(WireJson.ReadText(ref reader, "datatype"), out TensorDataType known) ? known : null; }
                else if (reader.ValueTextEquals("shape"u8))
                {
                    WireJson.EnterArray(ref reader, "shape");
                    while (WireJson.NextItem(ref reader)) { shape.Add(reader.GetInt64()); }
                }
                else { reader.Skip(); }
            }

            tensors.Add(new TensorSpec(
                name ?? throw WireErrors.Wrong(what, "tensors with names"), dataType ?? throw WireErrors.Wrong(what, "tensors with datatypes of the protocol"), shape));
        }
    }
}
