namespace ModelOps.Drift.Reports.Json;

internal sealed record WindowDocument
{
    public required string Window { get; init; }

    public required string Label { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required int Replicas { get; init; }

    public required long Rows { get; init; }

    public required double Alpha { get; init; }

    public required MultipleTestingCorrection Correction { get; init; }

    public required int Tested { get; init; }

    public required int Drifted { get; init; }

    public required int NotEnoughData { get; init; }
}
