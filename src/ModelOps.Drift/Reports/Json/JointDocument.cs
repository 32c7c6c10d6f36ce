namespace ModelOps.Drift.Reports.Json;

internal sealed record JointDocument
{
    public required string Measure { get; init; }

    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required double Value { get; init; }

    public required double Threshold { get; init; }

    public required bool HasDrifted { get; init; }
}
