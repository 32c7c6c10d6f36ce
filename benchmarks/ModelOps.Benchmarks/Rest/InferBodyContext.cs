using System.Text.Json.Serialization;

namespace ModelOps.Benchmarks.Rest;

[JsonSerializable(typeof(InferBody))]
internal sealed partial class InferBodyContext : JsonSerializerContext;
