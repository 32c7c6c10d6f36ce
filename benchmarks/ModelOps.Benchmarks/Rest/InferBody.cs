using System.Text.Json.Serialization;

namespace ModelOps.Benchmarks.Rest;

/// <summary>An infer request as a hand-written endpoint would declare it.</summary>
internal sealed record InferBody([property: JsonPropertyName("inputs")] IReadOnlyList<InferBodyTensor> Inputs);
