namespace ModelOps.Drift.Buckets;

/// <summary>Keeps drift buckets in this process; they end with it. The store where nothing is shared.</summary>
/// <remarks>Thread-safe. Contents are kept as given, not copied: do not change them afterwards.</remarks>
public sealed class MemoryDriftBuckets : IDriftBucketStore
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SortedDictionary<DriftBucketKey, DriftBucket>> _models = new(StringComparer.Ordinal);

    /// <inheritdoc/>
    public int MaxBytes => DriftBucketLimits.MaxBytes;

    /// <inheritdoc/>
    public Task PutAsync(IReadOnlyList<DriftBucket> buckets, CancellationToken cancellationToken = default)
    {
        DriftBucketRules.Check(buckets, MaxBytes);
        cancellationToken.ThrowIfCancellationRequested();
        lock (_lock)
        {
            foreach (DriftBucket bucket in buckets)
            {
                if (!_models.TryGetValue(bucket.Model, out SortedDictionary<DriftBucketKey, DriftBucket>? kept)) { _models.Add(bucket.Model, kept = []); }
                DriftBucketKey key = DriftBucketKey.Of(bucket);
                if (!kept.TryGetValue(key, out DriftBucket? old) || old.Sequence < bucket.Sequence) { kept[key] = bucket; }
            }
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
                foreach (DriftBucketKey key in kept.Keys.TakeWhile(key => key.Start < before).ToArray()) { kept.Remove(key); }
            }
        }

        return Task.CompletedTask;
    }
}
