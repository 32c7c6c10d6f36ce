using System.Text.Json;
using System.Text.Json.Serialization;

namespace ModelOps.Registry.Oci.ModelPack;

[JsonSourceGenerationOptions(
    JsonSerializerDefaults.Web,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    UseStringEnumConverter = true,
    MaxDepth = 32)]
[JsonSerializable(typeof(VersionNote))]
[JsonSerializable(typeof(FileMetadata))]
[JsonSerializable(typeof(ModelPackConfig))]
[JsonSerializable(typeof(Kitfile))]
internal sealed partial class ModelPackJson : JsonSerializerContext;
