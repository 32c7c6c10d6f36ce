using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelOps.Registry.Oci.Distribution;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    MaxDepth = 32)]
[JsonSerializable(typeof(OciManifest))]
[JsonSerializable(typeof(OciTagList))]
[JsonSerializable(typeof(OciToken))]
[JsonSerializable(typeof(OciErrorList))]
internal sealed partial class OciJson : JsonSerializerContext;
