using System.Numerics;
using Microsoft.Extensions.Options;

namespace ModelOps.Serving.Caching;

/// <summary>The answers in the memory of this process. Thread-safe; a hit allocates nothing.</summary>
internal sealed class MemoryTier
{
    private const int MostShards = 16;
    private readonly MemoryShard[] _shards;

    public MemoryTier(IOptions<ResponseCacheOptions> options)
    {
        ResponseCacheOptions value = options.Value;
        int shards = (int)BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MostShards));
        while (shards > 1 && value.MaxBytes / shards < 4L * value.MaxEntryBytes) { shards /= 2; } // each must have room for several of the largest
        MaxEntryBytes = value.MaxEntryBytes;
        _shards = new MemoryShard[shards];
        for (int i = 0; i < shards; i++) { _shards[i] = new MemoryShard(value.MaxBytes / shards, value.MaxTenantShare); }
    }

    public int MaxEntryBytes { get; }

    public long Bytes => _shards.Sum(static s => s.Bytes);

    public long Count => _shards.Sum(static s => (long)s.Count);

    public long Evictions => _shards.Sum(static s => s.Evictions);

    public CachedAnswer? Find(UInt128 hash, ReadOnlySpan<byte> compared, long now) => Shard(hash).Find(hash, compared, now);

    /// <summary>Keeps an answer if it is worth its place.</summary>
    public void Add(CacheEntry entry)
    {
        if (entry.Bytes <= MaxEntryBytes) { Shard(entry.Hash).Add(entry); }
    }

    /// <summary>Drops the answers of a version that is no longer.</summary>
    public void Drop(long scope)
    {
        foreach (MemoryShard shard in _shards) { shard.Drop(scope); }
    }

    private MemoryShard Shard(UInt128 hash) => _shards[(int)(ulong)(hash >> 64) & (_shards.Length - 1)];
}
