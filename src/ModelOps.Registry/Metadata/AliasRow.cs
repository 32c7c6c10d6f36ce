namespace ModelOps.Registry.Metadata;

/// <summary>An alias as stored; without a number once it was removed.</summary>
internal sealed record AliasRow(long? Number, long Revision)
{
    public static AliasRow None { get; } = new(null, 0);

    /// <summary>The revision as callers see it: 0 when there is no such alias.</summary>
    public long VisibleRevision => Number is null ? 0 : Revision;
}
