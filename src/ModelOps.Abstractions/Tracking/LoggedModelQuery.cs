namespace ModelOps;

/// <summary>A search for logged models.</summary>
public sealed record LoggedModelQuery
{
    /// <summary>Experiments to look into; at most <see cref="TrackingLimits.MaxQueryIds"/>. None finds nothing.</summary>
    public required IReadOnlyList<string> ExperimentIds { get; init; }

    /// <summary>What to look for: attributes, metrics, parameters and tags.</summary>
    public TrackingFilter Filter { get; init; } = TrackingFilter.All;

    /// <summary>Datasets that the metrics of <see cref="Filter"/> must have been measured on; none for any.</summary>
    public IReadOnlyList<DatasetReference> Datasets { get; init; } = [];

    /// <summary>Order: attributes and metrics. The newest first when empty.</summary>
    public IReadOnlyList<TrackingOrder> OrderBy { get; init; } = [];

    /// <summary>At most this many on one page; 1 to <see cref="TrackingLimits.MaxPageSize"/>.</summary>
    public int PageSize { get; init; } = 50;

    /// <summary>Token of the page before, from a query that was the same otherwise; null for the first page.</summary>
    public string? PageToken { get; init; }
}
