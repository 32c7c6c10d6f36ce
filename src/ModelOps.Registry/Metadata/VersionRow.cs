namespace ModelOps.Registry.Metadata;

/// <summary>A version as stored.</summary>
internal sealed record VersionRow(long Number, string Version, string Digest, DateTimeOffset CreatedAt, string Document, ModelRegistration Registration);
