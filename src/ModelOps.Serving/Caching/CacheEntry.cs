namespace ModelOps.Serving.Caching;

/// <summary>An answer in memory with its question. Its place in the lists is guarded by the lock of its shard; the rest never changes.</summary>
internal sealed class CacheEntry
{
    private CacheEntry()
    {
        Compared = [];
        Tenant = string.Empty;
        Answer = null!;
        Previous = Next = this;
    }

    public CacheEntry(UInt128 hash, byte[] compared, long scope, string? tenant, CachedAnswer answer, long expiresAt)
    {
        Hash = hash;
        Compared = compared;
        Scope = scope;
        Tenant = tenant ?? string.Empty;
        Answer = answer;
        ExpiresAt = expiresAt;
        Bytes = compared.Length + answer.Size;
        Previous = Next = this;
    }

    public UInt128 Hash { get; }

    public byte[] Compared { get; }

    public long Scope { get; }

    public string Tenant { get; }

    public CachedAnswer Answer { get; }

    /// <summary>Timestamp of the time provider after which it must not be given.</summary>
    public long ExpiresAt { get; }

    public long Bytes { get; }

    public CacheSegment? Segment { get; set; }

    public CacheEntry Previous { get; set; }

    public CacheEntry Next { get; set; }

    /// <summary>The two ends of a list in one; it holds no answer.</summary>
    public static CacheEntry CreateEnds() => new();
}
