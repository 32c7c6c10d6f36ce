using System.Text.Json.Serialization;

namespace ModelOps.Drift.Alerts;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    IgnoreReadOnlyProperties = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(AlertStateDocument))]
[JsonSerializable(typeof(string))]
internal sealed partial class AlertJsonContext : JsonSerializerContext;
