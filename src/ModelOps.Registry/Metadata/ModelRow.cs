namespace ModelOps.Registry.Metadata;

/// <summary>A model as stored.</summary>
internal sealed record ModelRow(
    long Id, string Name, string Description, long Revision, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, bool IsDeleted);
