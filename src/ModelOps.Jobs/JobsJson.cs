using System.Text.Json.Serialization;

namespace ModelOps.Jobs;

/// <summary>JSON of what the package stores.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
[JsonSerializable(typeof(BatchManifest))]
[JsonSerializable(typeof(BatchPart))]
[JsonSerializable(typeof(BatchReceipt))]
[JsonSerializable(typeof(BatchJob))]
[JsonSerializable(typeof(BatchScoringReport))]
internal sealed partial class JobsJson : JsonSerializerContext;
