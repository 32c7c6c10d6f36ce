using System.Text.Json.Serialization;

namespace ModelOps.Benchmarks.Rest;

/// <summary>A tensor of <see cref="InferBody"/>.</summary>
internal sealed record InferBodyTensor(
    [property: JsonPropertyName("name")] string Name,
    [property: JsonPropertyName("datatype")] string DataType,
    [property: JsonPropertyName("shape")] long[] Shape,
    [property: JsonPropertyName("data")] float[] Data);
