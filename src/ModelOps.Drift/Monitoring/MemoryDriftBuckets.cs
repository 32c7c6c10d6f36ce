namespace ModelOps.Drift.Monitoring;

/// <summary>Keeps buckets in memory, for a single process that may forget: what there is when the host added no store. The oldest go when it is full.</summary>
internal sealed class MemoryDriftBuckets(long capacityBytes = 256L << 20) : IDriftBucketStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<Place, DriftBucket> _buckets = new(Comparer<Place>.Create(Compare));
    private long _bytes;

    public int MaxBytes => 64 << 20;

    public Task PutAsync(IReadOnlyList<DriftBucket> buckets, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(buckets);
        if (buckets.FirstOrDefault(bucket => bucket.Profile.Length > MaxBytes) is { } large)
        {
            throw new ArgumentException($"A bucket's content has {large.Profile.Length} bytes, more than the {MaxBytes} allowed.", nameof(buckets));
        }

        lock (_lock)
        {
            foreach (DriftBucket bucket in buckets) { Put(bucket); }
            while (_bytes > capacityBytes) { Remove(_buckets.First()); }
        }

        return Task.CompletedTask;
    }

    public Task<IReadOnlyList<DriftBucket>> ReadAsync(DriftBucketQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        lock (_lock)
        {
            return Task.FromResult<IReadOnlyList<DriftBucket>>(
                [.. _buckets.Values.Where(bucket => bucket.Model == query.Model && (query.Version is null || bucket.Version == query.Version)
                    && bucket.Start >= query.From && bucket.Start < query.To)]);
        }
    }

    public Task RemoveBeforeAsync(string model, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        lock (_lock)
        {
            foreach (KeyValuePair<Place, DriftBucket> pair in _buckets.TakeWhile(pair => pair.Key.Start < before).Where(pair => pair.Key.Model == model).ToArray()) { Remove(pair); }
        }

        return Task.CompletedTask;
    }

    private void Put(DriftBucket bucket)
    {
        var place = new Place(bucket.Start, bucket.Replica, bucket.Epoch, bucket.Model, bucket.Version, bucket.Length);
        if (_buckets.TryGetValue(place, out DriftBucket? kept))
        {
            if (kept.Sequence >= bucket.Sequence) { return; }
            _bytes -= kept.Profile.Length;
        }

        _buckets[place] = bucket;
        _bytes += bucket.Profile.Length;
    }

    private void Remove(KeyValuePair<Place, DriftBucket> pair)
    {
        _buckets.Remove(pair.Key);
        _bytes -= pair.Value.Profile.Length;
    }

    private static int Compare(Place left, Place right)
    {
        int order = left.Start.CompareTo(right.Start);
        if (order == 0) { order = string.CompareOrdinal(left.Replica, right.Replica); }
        if (order == 0) { order = left.Epoch.CompareTo(right.Epoch); }
        if (order == 0) { order = string.CompareOrdinal(left.Model, right.Model); }
        if (order == 0) { order = string.CompareOrdinal(left.Version, right.Version); }
        return order == 0 ? left.Length.CompareTo(right.Length) : order;
    }

    private readonly record struct Place(DateTimeOffset Start, string Replica, Guid Epoch, string Model, string Version, TimeSpan Length);
}
