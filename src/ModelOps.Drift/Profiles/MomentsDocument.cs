using System.Text.Json.Serialization;

namespace ModelOps.Drift.Profiles;

/// <summary>The stored form of moments; their count is that of the feature. Absent for a feature without values.</summary>
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
}
