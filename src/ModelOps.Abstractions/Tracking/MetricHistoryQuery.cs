namespace ModelOps;

/// <summary>Asks for all points of one metric of one run.</summary>
public sealed record MetricHistoryQuery
{
    /// <summary>Run.</summary>
    public required string RunId { get; init; }

    /// <summary>Metric.</summary>
    public required string Key { get; init; }

    /// <summary>At most this many points on one page; 1 to <see cref="TrackingLimits.MaxPageSize"/>.</summary>
    public int PageSize { get; init; } = 25_000;

    /// <summary>Token of the page before; null for the first page.</summary>
    public string? PageToken { get; init; }
}
