using System.Text.Json.Serialization;

namespace ModelOps.Jobs;

/// <summary>JSON of what the package stores.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class JobsJson : JsonSerializerContext;
