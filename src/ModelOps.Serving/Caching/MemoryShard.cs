namespace ModelOps.Serving.Caching;

/// <summary>One part of the memory tier, behind one lock: W-TinyLFU bounded by bytes.</summary>
/// <remarks>New entries come into a small window. What leaves it must have been asked for more often than what it would push out of the main part, so a flood of
/// questions asked once cannot empty the cache. The main part keeps entries used again apart from those on probation.
/// Source: Einziger, Friedman and Manes, "TinyLFU: A Highly Efficient Cache Admission Policy", ACM Trans. Storage 13 (2017), sections 3 and 4.</remarks>
internal sealed class MemoryShard
{
    private const double WindowShare = 0.01;
    private const double ProtectedShare = 0.8;
    private const int BytesPerKey = 512; // for the size of the sketch only
    private readonly Lock _lock = new();
    private readonly Dictionary<UInt128, CacheEntry> _entries = [];
    private readonly CacheSegment _window = new();
    private readonly CacheSegment _probation = new();
    private readonly CacheSegment _protected = new();
    private readonly FrequencySketch _sketch;
    private readonly TenantShares? _tenants;
    private readonly long _capacity;
    private readonly long _windowBytes;
    private readonly long _protectedBytes;
    private long _evictions;

    public MemoryShard(long capacity, double tenantShare)
    {
        _capacity = capacity;
        _windowBytes = (long)(capacity * WindowShare);
        _protectedBytes = (long)((capacity - _windowBytes) * ProtectedShare);
        _sketch = new FrequencySketch((int)Math.Min(capacity / BytesPerKey, 1 << 20));
        _tenants = tenantShare < 1 ? new TenantShares((long)(capacity * tenantShare)) : null;
    }

    public long Bytes => Volatile.Read(ref _bytes);

    public int Count => Volatile.Read(ref _count);

    public long Evictions => Volatile.Read(ref _evictions);

    private long _bytes;
    private int _count;

    /// <summary>Finds what answers a question, unless its time is over. Counts the question.</summary>
    public CachedAnswer? Find(UInt128 hash, ReadOnlySpan<byte> compared, long now)
    {
        CacheEntry? entry;
        lock (_lock)
        {
            _sketch.Increment((ulong)hash);
            if (!_entries.TryGetValue(hash, out entry)) { return null; }
            if (entry.ExpiresAt <= now)
            {
                Remove(entry);
                Publish();
                return null;
            }

            Touch(entry);
        }

        return compared.SequenceEqual(entry.Compared) ? entry.Answer : null;
    }

    public void Add(CacheEntry entry)
    {
        lock (_lock)
        {
            if (_entries.TryGetValue(entry.Hash, out CacheEntry? before)) { Remove(before); }
            _entries.Add(entry.Hash, entry);
            _window.Add(entry);
            _tenants?.Add(entry);
            while (_tenants?.Excess(entry.Tenant) is { } oldest) { Evict(oldest); }
            while (_window.Bytes > _windowBytes && _window.Oldest is { } candidate) { Admit(candidate); }
            Publish();
        }
    }

    public void Drop(long scope)
    {
        lock (_lock)
        {
            foreach (CacheEntry entry in _entries.Values.Where(e => e.Scope == scope).ToArray()) { Remove(entry); }
            Publish();
        }
    }

    private void Admit(CacheEntry candidate)
    {
        _window.Remove(candidate);
        _probation.Add(candidate);
        long room = _capacity - _windowBytes;
        int frequency = -1;
        while (_probation.Bytes + _protected.Bytes > room)
        {
            CacheEntry victim = Victim(candidate);
            if (frequency < 0) { frequency = _sketch.Estimate((ulong)candidate.Hash); }
            if (ReferenceEquals(victim, candidate) || frequency <= _sketch.Estimate((ulong)victim.Hash))
            {
                Evict(candidate);
                return;
            }

            Evict(victim);
        }
    }

    private CacheEntry Victim(CacheEntry candidate) => ReferenceEquals(_probation.Oldest, candidate) ? _protected.Oldest ?? candidate : _probation.Oldest ?? candidate;

    private void Touch(CacheEntry entry)
    {
        if (!ReferenceEquals(entry.Segment, _probation))
        {
            entry.Segment!.Touch(entry);
            return;
        }

        _probation.Remove(entry);
        _protected.Add(entry);
        while (_protected.Bytes > _protectedBytes && _protected.Oldest is { } cold)
        {
            _protected.Remove(cold);
            _probation.Add(cold);
        }
    }

    private void Evict(CacheEntry entry)
    {
        Remove(entry);
        _evictions++;
    }

    private void Remove(CacheEntry entry)
    {
        _entries.Remove(entry.Hash);
        entry.Segment!.Remove(entry);
        _tenants?.Remove(entry);
    }

    private void Publish()
    {
        Volatile.Write(ref _bytes, _window.Bytes + _probation.Bytes + _protected.Bytes);
        Volatile.Write(ref _count, _entries.Count);
    }
}
