using System.Text.Json.Serialization;

namespace ModelOps.Drift.Profiles;

/// <summary>The stored form of moments; their count is that of the feature. Absent for a feature without values.</summary>
/// <remarks>Version 1 had no sums; from version 2 they are what counts, and mean and squared deviations follow from them.</remarks>
internal sealed record MomentsDocument
{
    [JsonPropertyOrder(0)]
    public required double Mean { get; init; }

    [JsonPropertyOrder(1)]
    public required double SquaredDeviations { get; init; }

    [JsonPropertyOrder(2)]
    public required double Min { get; init; }

    [JsonPropertyOrder(3)]
    public required double Max { get; init; }

    [JsonPropertyOrder(4)]
    public Int128? Sum { get; init; }

    [JsonPropertyOrder(5)]
    public UInt128? Squares { get; init; }

    [JsonPropertyOrder(6)]
    public long? Clamped { get; init; }
}
