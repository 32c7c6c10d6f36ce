using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelOps.Registry.Datasets;

[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, WriteIndented = true)]
[JsonSerializable(typeof(DatasetVersion))]
internal sealed partial class DatasetJson : JsonSerializerContext;
