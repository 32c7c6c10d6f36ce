namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>What the store says of an object.</summary>
/// <param name="Key">Key in the bucket.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ETag">Entity tag with its quotes: changes with the content, and is no digest of it.</param>
/// <param name="LastModified">When it was written; null when the store does not say.</param>
/// <param name="Sha256">The digest its writer noted with it, lower-case hex; null when there is none, and in lists.</param>
internal sealed record S3Object(string Key, long Size, string ETag, DateTimeOffset? LastModified, string? Sha256);
