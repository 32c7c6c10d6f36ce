using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelOps.Serving;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UseStringEnumConverter = true, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, IgnoreReadOnlyProperties = true)]
[JsonSerializable(typeof(RolloutDocument))]
internal sealed partial class RolloutJson : JsonSerializerContext;
