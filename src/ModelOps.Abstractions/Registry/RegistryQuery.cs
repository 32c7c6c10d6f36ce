namespace ModelOps;

/// <summary>A search over models or versions.</summary>
public sealed record RegistryQuery
{
    /// <summary>Conditions that must all hold; none finds everything.</summary>
    public IReadOnlyList<RegistryFilter> Filters { get; init; } = [];

    /// <summary>Order; what is equal by it, and everything when it is empty, comes by name, then by number, newest first.</summary>
    public IReadOnlyList<RegistryOrder> OrderBy { get; init; } = [];

    /// <summary>Most entries of a page; 1 to 10,000. Default 100.</summary>
    public int PageSize { get; init; } = 100;

    /// <summary><see cref="RegistryPage{T}.NextPageToken"/> of the page before, of the same filters and order; null for the first page.</summary>
    public string? PageToken { get; init; }
}
