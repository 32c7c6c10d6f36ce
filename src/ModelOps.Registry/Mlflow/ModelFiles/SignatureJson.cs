using System.Text.Json;

namespace ModelOps.Registry.Mlflow.ModelFiles;

/// <summary>The JSON texts inside a signature.</summary>
internal static class SignatureJson
{
    private const string What = "The signature";

    public static IReadOnlyList<MlflowField> ReadFields(string json) => Read(json, static list => (IReadOnlyList<MlflowField>)
        [.. list.EnumerateArray().Select(static field => ReadField(field, Text(field, "name")))]);

    public static IReadOnlyList<MlflowParameter> ReadParameters(string json) => Read(json, static list => (IReadOnlyList<MlflowParameter>)
        [.. list.EnumerateArray().Select(static p => new MlflowParameter(
            Text(p, "name") ?? throw Wrong("a parameter has no name"),
            ReadType(p),
            p.TryGetProperty("default", out JsonElement value) ? value.Clone() : default,
            p.TryGetProperty("shape", out JsonElement shape) && shape.ValueKind == JsonValueKind.Array))]);

    public static string Write(IReadOnlyList<MlflowField> fields) => Write(writer =>
    {
        foreach (MlflowField field in fields)
        {
            writer.WriteStartObject();
            WriteType(writer, field.Type);
            if (field.Name is not null) { writer.WriteString("name", field.Name); }
            if (field.Type.Shape is null) { writer.WriteBoolean("required", field.IsRequired); }
            writer.WriteEndObject();
        }
    });

    public static string Write(IReadOnlyList<MlflowParameter> parameters) => Write(writer =>
    {
        foreach (MlflowParameter parameter in parameters)
        {
            writer.WriteStartObject();
            writer.WriteString("name", parameter.Name);
            WriteType(writer, parameter.Type);
            writer.WritePropertyName("default");
            if (parameter.Default.ValueKind == JsonValueKind.Undefined) { writer.WriteNullValue(); }
            else { parameter.Default.WriteTo(writer); }

            writer.WritePropertyName("shape");
            if (parameter.IsList) { writer.WriteRawValue("[-1]"); }
            else { writer.WriteNullValue(); }

            writer.WriteEndObject();
        }
    });

    private static MlflowField ReadField(JsonElement field, string? name) => new(name, ReadType(field))
    {
        IsRequired = !(field.TryGetProperty("required", out JsonElement required) && required.ValueKind == JsonValueKind.False),
    };

    private static MlflowType ReadType(JsonElement type)
    {
        string name = Text(type, "type") ?? throw Wrong("a field has no 'type'");
        return name switch
        {
            "tensor" => ReadTensor(type),
            "array" => new MlflowType { Name = name, Items = ReadType(Part(type, "items", name)) },
            "map" => new MlflowType { Name = name, Items = ReadType(Part(type, "values", name)) },
            "object" => new MlflowType { Name = name, Properties = [.. Part(type, "properties", name).EnumerateObject().Select(static p => ReadField(p.Value, p.Name))] },
            _ => new MlflowType { Name = name },
        };
    }

    private static MlflowType ReadTensor(JsonElement type)
    {
        JsonElement spec = Part(type, "tensor-spec", "tensor");
        long[] shape = [.. Part(spec, "shape", "tensor").EnumerateArray().Select(static d => d.GetInt64())];
        if (shape.Length > 64 || shape.Any(static d => d < -1)) { throw Wrong("a tensor's shape must have at most 64 dimensions of -1 or more"); }
        return MlflowType.Tensor(Text(spec, "dtype") ?? throw Wrong("a tensor has no 'dtype'"), shape);
    }

    private static void WriteType(Utf8JsonWriter writer, MlflowType type)
    {
        writer.WriteString("type", type.Name);
        switch (type)
        {
            case { Shape: { } shape }:
                writer.WriteStartObject("tensor-spec");
                writer.WriteString("dtype", type.NumpyType);
                writer.WriteStartArray("shape");
                foreach (long dimension in shape) { writer.WriteNumberValue(dimension); }
                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            case { Items: { } items }:
                writer.WriteStartObject(type.Name == "map" ? "values" : "items");
                WriteType(writer, items);
                writer.WriteEndObject();
                break;
            case { Name: "object" }:
                writer.WriteStartObject("properties");
                foreach (MlflowField property in type.Properties)
                {
                    writer.WriteStartObject(property.Name ?? "");
                    WriteType(writer, property.Type);
                    writer.WriteBoolean("required", property.IsRequired);
                    writer.WriteEndObject();
                }

                writer.WriteEndObject();
                break;
            default:
                break;
        }
    }

    private static T Read<T>(string json, Func<JsonElement, T> read)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json);
            return read(document.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            throw new MlflowFormatException(What, "it must be a list of columns or tensors in JSON, as MLflow writes it", error);
        }
    }

    private static string Write(Action<Utf8JsonWriter> write) => JsonText.Write(writer =>
    {
        writer.WriteStartArray();
        write(writer);
        writer.WriteEndArray();
    });

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private static JsonElement Part(JsonElement element, string name, string type) =>
        element.TryGetProperty(name, out JsonElement value) ? value : throw Wrong($"a type '{type}' has no '{name}'");

    private static MlflowFormatException Wrong(string reason) => new(What, reason);
}
