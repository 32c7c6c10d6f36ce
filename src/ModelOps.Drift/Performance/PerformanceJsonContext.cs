using System.Text.Json.Serialization;

namespace ModelOps.Drift.Performance;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    AllowDuplicateProperties = false,
    RespectNullableAnnotations = true,
    MaxDepth = 8)]
[JsonSerializable(typeof(CalibratorDocument))]
[JsonSerializable(typeof(CbpeReferenceDocument))]
[JsonSerializable(typeof(LabelJoinDocument))]
internal sealed partial class PerformanceJsonContext : JsonSerializerContext;
