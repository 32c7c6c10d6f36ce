using System.Text.Json.Serialization;
using ModelOps.Drift.Performance.Monitoring;

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
[JsonSerializable(typeof(DleReferenceDocument))]
[JsonSerializable(typeof(LabelJoinDocument))]
[JsonSerializable(typeof(MulticlassCbpeReferenceDocument))]
[JsonSerializable(typeof(PerformanceStateDocument))]
internal sealed partial class PerformanceJsonContext : JsonSerializerContext;
