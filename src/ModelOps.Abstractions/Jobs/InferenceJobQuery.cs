namespace ModelOps;

/// <summary>Which jobs to list: newest first, a page at a time.</summary>
public sealed record InferenceJobQuery
{
    /// <summary>Largest <see cref="Limit"/>.</summary>
    public const int MaxLimit = 1000;

    /// <summary>Whose jobs; null for those of all tenants, empty for those that belong to none.</summary>
    public string? Tenant { get; init; }

    /// <summary>Jobs in this state only; null for all.</summary>
    public InferenceJobState? State { get; init; }

    /// <summary>The last job of the page before, after which this one begins; null for the first page.</summary>
    public string? After { get; init; }

    /// <summary>Most jobs to return; 1 to <see cref="MaxLimit"/>, default 100.</summary>
    public int Limit { get; init; } = 100;
}
