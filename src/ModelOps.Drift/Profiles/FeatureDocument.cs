using System.Text.Json.Serialization;

namespace ModelOps.Drift.Profiles;

/// <summary>The stored form of one feature: with edges and moments it is numeric, with categories categorical.</summary>
internal sealed record FeatureDocument
{
    [JsonPropertyOrder(0)]
    public required string Name { get; init; }

    [JsonPropertyOrder(1)]
    public double[]? Edges { get; init; }

    [JsonPropertyOrder(2)]
    public string[]? Categories { get; init; }

    [JsonPropertyOrder(3)]
    public required long[] Counts { get; init; }

    [JsonPropertyOrder(4)]
    public required long Missing { get; init; }

    [JsonPropertyOrder(5)]
    public long NonFinite { get; init; }

    [JsonPropertyOrder(6)]
    public MomentsDocument? Moments { get; init; }
}
