namespace ModelOps.Serving.Caching;

/// <summary>Entries from the one used last to the one used longest ago, and their bytes. Not thread-safe.</summary>
internal sealed class CacheSegment
{
    private readonly CacheEntry _ends = CacheEntry.CreateEnds();

    public long Bytes { get; private set; }

    /// <summary>The one used longest ago; null when there is none.</summary>
    public CacheEntry? Oldest => ReferenceEquals(_ends.Previous, _ends) ? null : _ends.Previous;

    public void Add(CacheEntry entry)
    {
        entry.Segment = this;
        entry.Previous = _ends;
        entry.Next = _ends.Next;
        _ends.Next.Previous = entry;
        _ends.Next = entry;
        Bytes += entry.Bytes;
    }

    public void Remove(CacheEntry entry)
    {
        entry.Previous.Next = entry.Next;
        entry.Next.Previous = entry.Previous;
        entry.Segment = null;
        Bytes -= entry.Bytes;
    }

    public void Touch(CacheEntry entry)
    {
        if (ReferenceEquals(_ends.Next, entry)) { return; }
        Remove(entry);
        Add(entry);
    }
}
