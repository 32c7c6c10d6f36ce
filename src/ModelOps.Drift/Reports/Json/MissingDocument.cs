namespace ModelOps.Drift.Reports.Json;

internal sealed record MissingDocument
{
    public required bool HasDrifted { get; init; }

    public required double ReferenceShare { get; init; }

    public required double CurrentShare { get; init; }

    public required double MinimumEffect { get; init; }

    public required double PValue { get; init; }

    public required double AdjustedPValue { get; init; }
}
