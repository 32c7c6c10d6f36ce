namespace ModelOps.Registry.Metadata;

/// <summary>A version that was found, maybe a deleted one.</summary>
internal sealed record FoundVersion(ModelVersion Version, bool IsDeleted);
