namespace ModelOps.Drift.Buckets;

/// <summary>Keeps drift buckets in this process; they end with it. The store where nothing is shared. When it is full, those that started first go.</summary>
/// <remarks>Thread-safe. Contents are kept as given, not copied: do not change them afterwards.</remarks>
public sealed class MemoryDriftBuckets : IDriftBucketStore
{
    private readonly Lock _lock = new();
    private readonly long _capacity;
    private readonly Dictionary<string, SortedDictionary<DriftBucketKey, DriftBucket>> _models = new(StringComparer.Ordinal);
    private long _bytes;
    private long _dropped;

    /// <summary>Makes an empty store.</summary>
    /// <param name="capacityBytes">Most bytes of all contents, at least 1. Default 256 MiB.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="capacityBytes"/> is below 1.</exception>
    public MemoryDriftBuckets(long capacityBytes = 256L << 20)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(capacityBytes, 1);
        _capacity = capacityBytes;
    }

    /// <inheritdoc/>
    public int MaxBytes => DriftBucketLimits.MaxBytes;

    /// <summary>Buckets that went because the store was full.</summary>
    internal long Dropped => Interlocked.Read(ref _dropped);

    /// <inheritdoc/>
    public Task PutAsync(IReadOnlyList<DriftBucket> buckets, CancellationToken cancellationToken = default)
    {
        DriftBucketRules.Check(buckets, MaxBytes);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (DriftBucket bucket in buckets) { Put(bucket); }
            while (_bytes > _capacity) { DropOldest(); }
        }

        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<DriftBucket>> ReadAsync(DriftBucketQuery query, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(query);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            IReadOnlyList<DriftBucket> found = query.Model is not null && _models.TryGetValue(query.Model, out SortedDictionary<DriftBucketKey, DriftBucket>? kept)
                ? [.. kept.Values.Where(bucket => DriftBucketSet.IsWanted(query, bucket))]
                : [];
            return Task.FromResult(found);
        }
    }

    /// <inheritdoc/>
    public Task RemoveBeforeAsync(string model, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            if (_models.TryGetValue(model, out SortedDictionary<DriftBucketKey, DriftBucket>? kept))
            {
                foreach (DriftBucketKey key in kept.Keys.TakeWhile(key => key.Start < before).ToArray()) { Remove(kept, key); }
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Keeps a bucket with a copy of its content, which may be part of something large.</summary>
    internal void PutCopy(DriftBucket bucket)
    {
        lock (_lock)
        {
            Put(bucket, copies: true);
            while (_bytes > _capacity) { DropOldest(); }
        }
    }

    private void Put(DriftBucket bucket, bool copies = false)
    {
        if (!_models.TryGetValue(bucket.Model, out SortedDictionary<DriftBucketKey, DriftBucket>? kept)) { _models.Add(bucket.Model, kept = []); }
        DriftBucketKey key = DriftBucketKey.Of(bucket);
        if (kept.TryGetValue(key, out DriftBucket? old))
        {
            if (old.Sequence >= bucket.Sequence) { return; }
            _bytes -= old.Profile.Length;
        }

        kept[key] = copies ? bucket with { Profile = bucket.Profile.ToArray() } : bucket;
        _bytes += bucket.Profile.Length;
    }

    private void DropOldest()
    {
        SortedDictionary<DriftBucketKey, DriftBucket> model = _models.Values.Where(static kept => kept.Count > 0).MinBy(static kept => kept.First().Key)!;
        Remove(model, model.First().Key);
        Interlocked.Increment(ref _dropped);
    }

    private void Remove(SortedDictionary<DriftBucketKey, DriftBucket> kept, DriftBucketKey key)
    {
        _bytes -= kept[key].Profile.Length;
        kept.Remove(key);
        if (kept.Count == 0) { _models.Remove(key.Model); }
    }
}
