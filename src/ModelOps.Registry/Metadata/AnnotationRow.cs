namespace ModelOps.Registry.Metadata;

/// <summary>What may change about a version, as stored, but for its tags.</summary>
internal sealed record AnnotationRow(string Stage, string Description, long Revision);
