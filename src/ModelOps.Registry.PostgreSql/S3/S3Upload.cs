namespace ModelOps.Registry.PostgreSql.S3;

/// <summary>An upload in parts that has not ended.</summary>
/// <param name="Key">Key of the object it would make.</param>
/// <param name="Id">The store's name for it.</param>
/// <param name="StartedAt">When it began; the greatest time when the store does not say.</param>
internal sealed record S3Upload(string Key, string Id, DateTimeOffset StartedAt);
