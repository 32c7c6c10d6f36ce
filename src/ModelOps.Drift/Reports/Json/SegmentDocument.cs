namespace ModelOps.Drift.Reports.Json;

internal sealed record SegmentDocument
{
    public required string Feature { get; init; }

    public string? Segment { get; init; }

    public required int Tested { get; init; }

    public required int Drifted { get; init; }

    public required IReadOnlyList<string> DriftedFeatures { get; init; }
}
