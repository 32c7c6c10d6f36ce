namespace ModelOps.Drift.Reports.Json;

internal sealed record HistoryDocument
{
    public required IReadOnlyList<double> EffectSize { get; init; }

    public required IReadOnlyList<double> AdjustedPValue { get; init; }

    public required IReadOnlyList<bool> HasDrifted { get; init; }
}
