namespace ModelOps.Registry;

/// <summary>What a round of garbage collection did, or would do.</summary>
public sealed record GarbageReport
{
    /// <summary>Whether nothing was done.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Contents that something refers to, or that are young.</summary>
    public required GarbageCount Kept { get; init; }

    /// <summary>Contents marked in this round.</summary>
    public required GarbageCount Marked { get; init; }

    /// <summary>Contents marked in an earlier round whose grace has not run out.</summary>
    public required GarbageCount Waiting { get; init; }

    /// <summary>Contents marked in an earlier round to which something refers again.</summary>
    public required GarbageCount Revived { get; init; }

    /// <summary>Contents removed.</summary>
    public required GarbageCount Removed { get; init; }

    /// <summary>Fetched versions removed; their bytes are the contents' where they are links.</summary>
    public required GarbageCount PackagesRemoved { get; init; }
}
