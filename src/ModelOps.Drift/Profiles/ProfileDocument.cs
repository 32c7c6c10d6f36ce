using System.Text.Json.Serialization;

namespace ModelOps.Drift.Profiles;

/// <summary>The stored form of a profile.</summary>
internal sealed record ProfileDocument
{
    internal const string ExpectedFormat = "modelops.drift-profile";
    internal const int CurrentVersion = 2;

    [JsonPropertyOrder(0)]
    public required string Format { get; init; }

    [JsonPropertyOrder(1)]
    public required int Version { get; init; }

    /// <summary>Digest of the features as this package writes them, so that white space does not matter.</summary>
    [JsonPropertyOrder(2)]
    public required string Checksum { get; init; }

    [JsonPropertyOrder(3)]
    public required FeatureDocument[] Features { get; init; }
}
