namespace ModelOps.Drift.Reports.Json;

internal sealed record BarDocument
{
    public required string Label { get; init; }

    public double? From { get; init; }

    public double? To { get; init; }

    public required long Reference { get; init; }

    public required long Current { get; init; }
}
