namespace ModelOps.Registry.Metadata;

/// <summary>A version as stored.</summary>
internal sealed record VersionRow(
    long Number, string Version, string Format, string Digest, DateTimeOffset CreatedAt, string? IdempotencyKey, string Document);
