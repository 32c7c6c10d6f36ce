using System.Text.Json.Serialization;

namespace ModelOps.Drift.Streams;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 4)]
[JsonSerializable(typeof(StreamDetectorDocument))]
internal sealed partial class StreamJsonContext : JsonSerializerContext;
