using ModelOps.Drift.Monitoring;

namespace ModelOps.Drift.Tests.Monitoring;

/// <summary>A store that a test can take away.</summary>
internal sealed class FaultyBuckets(IDriftBucketStore inner) : IDriftBucketStore
{
    internal bool IsAway { get; set; }

    internal int Puts { get; private set; }

    public int MaxBytes { get; set; } = inner.MaxBytes;

    public Task PutAsync(IReadOnlyList<DriftBucket> buckets, CancellationToken cancellationToken = default)
    {
        ThrowIfAway();
        Puts++;
        return inner.PutAsync(buckets, cancellationToken);
    }

    public Task<IReadOnlyList<DriftBucket>> ReadAsync(DriftBucketQuery query, CancellationToken cancellationToken = default)
    {
        ThrowIfAway();
        return inner.ReadAsync(query, cancellationToken);
    }

    public Task RemoveBeforeAsync(string model, DateTimeOffset before, CancellationToken cancellationToken = default)
    {
        ThrowIfAway();
        return inner.RemoveBeforeAsync(model, before, cancellationToken);
    }

    private void ThrowIfAway()
    {
        if (IsAway) { throw new DriftBucketStoreException("The store is away. Bring it back."); }
    }
}
