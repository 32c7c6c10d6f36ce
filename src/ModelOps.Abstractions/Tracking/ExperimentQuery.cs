namespace ModelOps;

/// <summary>A search for experiments.</summary>
public sealed record ExperimentQuery
{
    /// <summary>Which stages to look at.</summary>
    public LifecycleView View { get; init; }

    /// <summary>What to look for: attributes and tags.</summary>
    public TrackingFilter Filter { get; init; } = TrackingFilter.All;

    /// <summary>Order: attributes. The newest first when empty.</summary>
    public IReadOnlyList<TrackingOrder> OrderBy { get; init; } = [];

    /// <summary>At most this many on one page; 1 to <see cref="TrackingLimits.MaxPageSize"/>.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Token of the page before, from a query that was the same otherwise; null for the first page.</summary>
    public string? PageToken { get; init; }
}
