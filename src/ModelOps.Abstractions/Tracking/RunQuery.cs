namespace ModelOps;

/// <summary>A search for runs.</summary>
public sealed record RunQuery
{
    /// <summary>Experiments to look into; at most <see cref="TrackingLimits.MaxQueryIds"/>. None finds nothing.</summary>
    public required IReadOnlyList<string> ExperimentIds { get; init; }

    /// <summary>Which stages to look at.</summary>
    public LifecycleView View { get; init; }

    /// <summary>What to look for.</summary>
    public TrackingFilter Filter { get; init; } = TrackingFilter.All;

    /// <summary>Order; what is equal in it, and everything when it is empty, is ordered by start time, newest first, then by identifier.</summary>
    public IReadOnlyList<TrackingOrder> OrderBy { get; init; } = [];

    /// <summary>At most this many on one page; 1 to <see cref="TrackingLimits.MaxPageSize"/>.</summary>
    public int PageSize { get; init; } = 1000;

    /// <summary>Token of the page before, from a query that was the same otherwise; null for the first page.</summary>
    public string? PageToken { get; init; }
}
