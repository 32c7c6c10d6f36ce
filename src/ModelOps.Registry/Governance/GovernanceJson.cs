using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelOps.Registry.Governance;

/// <summary>How cards and training records are stored. What is not set is left out; NaN and the infinities are strings.</summary>
[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    RespectNullableAnnotations = true,
    UseStringEnumConverter = true)]
[JsonSerializable(typeof(ModelCard))]
[JsonSerializable(typeof(TrainingRecord))]
internal sealed partial class GovernanceJson : JsonSerializerContext;
