using System.Runtime.InteropServices;

namespace ModelOps.Serving.Caching;

/// <summary>The bytes that each tenant's answers take, and which of them came first. Not thread-safe.</summary>
internal sealed class TenantShares(long maxBytes)
{
    private readonly Dictionary<string, Share> _shares = new(StringComparer.Ordinal);

    public void Add(CacheEntry entry)
    {
        ref Share? share = ref CollectionsMarshal.GetValueRefOrAddDefault(_shares, entry.Tenant, out _);
        share ??= new Share();
        share.Bytes += entry.Bytes;
        share.Count++;
        share.Order.Enqueue(entry);
        if (share.Order.Count > (2 * share.Count) + 16) { share.Order = new Queue<CacheEntry>(share.Order.Where(static e => e.Segment is not null)); }
    }

    public void Remove(CacheEntry entry)
    {
        Share share = _shares[entry.Tenant];
        share.Bytes -= entry.Bytes;
        if (--share.Count == 0) { _shares.Remove(entry.Tenant); }
    }

    /// <summary>The tenant's oldest answer, while it has more than its share; null otherwise.</summary>
    public CacheEntry? Excess(string tenant)
    {
        if (!_shares.TryGetValue(tenant, out Share? share) || share.Bytes <= maxBytes) { return null; }
        while (share.Order.TryDequeue(out CacheEntry? oldest))
        {
            if (oldest.Segment is not null) { return oldest; }
        }

        return null;
    }

    private sealed class Share
    {
        public long Bytes { get; set; }

        public int Count { get; set; }

        /// <summary>As they came; those without a segment are gone already.</summary>
        public Queue<CacheEntry> Order { get; set; } = [];
    }
}
