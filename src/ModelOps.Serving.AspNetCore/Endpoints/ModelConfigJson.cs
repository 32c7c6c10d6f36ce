using System.Globalization;
using System.Text.Json;

namespace ModelOps.Serving.AspNetCore.Endpoints;

/// <summary>A model's configuration in the form of Triton's, as far as its fields mean something here.</summary>
/// <remarks>Source: Triton's model configuration extension. Where calls are batched, dimensions are written without the batch, as there.</remarks>
internal static class ModelConfigJson
{
    private const string MaxRows = "batching.max_rows";

    public static void Write(Utf8JsonWriter writer, ModelMetadata metadata)
    {
        bool isBatched = metadata.Properties.TryGetValue(MaxRows, out string? text);
        int maxRows = isBatched && int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int rows) ? rows : 0;
        writer.WriteStartObject();
        writer.WriteString("name"u8, metadata.Name);
        writer.WriteString("platform"u8, metadata.Platform);
        writer.WriteString("backend"u8, metadata.Properties.GetValueOrDefault("runtime", string.Empty));
        WriteVersionPolicy(writer, metadata);
        writer.WriteNumber("max_batch_size"u8, maxRows);
        Write(writer, "input"u8, metadata.Signature.Inputs, maxRows > 0);
        Write(writer, "output"u8, metadata.Signature.Outputs, maxRows > 0);
        if (maxRows > 0)
        {
            writer.WriteStartObject("dynamic_batching"u8);
            writer.WriteEndObject();
        }

        writer.WriteStartObject("parameters"u8);
        foreach ((string name, string value) in metadata.Properties)
        {
            writer.WriteStartObject(name);
            writer.WriteString("string_value"u8, value);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    /// <summary>Versions are chosen by alias, which the form has no word for: a running number is told as the one version served.</summary>
    private static void WriteVersionPolicy(Utf8JsonWriter writer, ModelMetadata metadata)
    {
        writer.WriteStartObject("version_policy"u8);
        if (metadata.Properties.TryGetValue("number", out string? text) && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number))
        {
            writer.WriteStartObject("specific"u8);
            writer.WriteStartArray("versions"u8);
            writer.WriteNumberValue(number);
            writer.WriteEndArray();
        }
        else
        {
            writer.WriteStartObject("latest"u8);
            writer.WriteNumber("num_versions"u8, 1);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, ReadOnlySpan<byte> name, IReadOnlyList<TensorSpec> tensors, bool isBatched)
    {
        writer.WriteStartArray(name);
        foreach (TensorSpec tensor in tensors)
        {
            writer.WriteStartObject();
            writer.WriteString("name"u8, tensor.Name);
            writer.WriteString("data_type"u8, tensor.DataType == TensorDataType.Bytes ? "TYPE_STRING" : $"TYPE_{tensor.DataType.ToName()}");
            writer.WriteStartArray("dims"u8);
            foreach (long dimension in isBatched ? tensor.Shape.Skip(1) : tensor.Shape) { writer.WriteNumberValue(dimension); }
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }
}
