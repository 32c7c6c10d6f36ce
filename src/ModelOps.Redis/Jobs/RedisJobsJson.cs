using System.Text.Json.Serialization;

namespace ModelOps.Redis;

/// <summary>JSON of what the queue stores.</summary>
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class RedisJobsJson : JsonSerializerContext;
