using System.Text.Json;
using System.Text.Json.Serialization;
using k8s.Models;

namespace ModelOps.Kubernetes.Yaml;

/// <summary>Writes a <see cref="WrittenQuantity"/> as it was written, and any other quantity in its canonical form.</summary>
internal sealed class QuantityJsonConverter : JsonConverter<ResourceQuantity>
{
    public override ResourceQuantity Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => new WrittenQuantity(reader.GetString()!);

    public override void Write(Utf8JsonWriter writer, ResourceQuantity value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value is WrittenQuantity written ? written.Text : value.ToString());
}
