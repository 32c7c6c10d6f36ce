namespace ModelOps.Drift.Reports.Json;

internal sealed record MetricDocument
{
    public required string Metric { get; init; }

    public required double Value { get; init; }

    public required double Lower { get; init; }

    public required double Upper { get; init; }

    public required double Reference { get; init; }

    public required bool IsWorse { get; init; }
}
