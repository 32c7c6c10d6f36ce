namespace ModelOps.Registry.Artifacts;

/// <summary>A content that is stored.</summary>
/// <param name="Digest">Digest it is stored under.</param>
/// <param name="Size">Bytes.</param>
/// <param name="StoredAt">When it was stored, by the store's clock.</param>
internal sealed record BlobEntry(string Digest, long Size, DateTimeOffset StoredAt);
