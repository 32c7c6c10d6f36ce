namespace ModelOps.Drift.Reports.Json;

internal sealed record PerformanceDocument
{
    public required DateTimeOffset From { get; init; }

    public required DateTimeOffset To { get; init; }

    public required long Rows { get; init; }

    public required long SkippedRows { get; init; }

    public required IReadOnlyList<MetricDocument> Metrics { get; init; }
}
