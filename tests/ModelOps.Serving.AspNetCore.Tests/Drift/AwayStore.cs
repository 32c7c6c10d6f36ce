namespace ModelOps.Serving.AspNetCore.Tests.Drift;

/// <summary>A store that cannot be reached.</summary>
internal sealed class AwayStore : IDriftBucketStore
{
    public int MaxBytes => 1000;

    public Task PutAsync(IReadOnlyList<DriftBucket> buckets, CancellationToken cancellationToken = default) => throw new DriftBucketStoreException("away");

    public Task<IReadOnlyList<DriftBucket>> ReadAsync(DriftBucketQuery query, CancellationToken cancellationToken = default) => throw new DriftBucketStoreException("away");

    public Task RemoveBeforeAsync(string model, DateTimeOffset before, CancellationToken cancellationToken = default) => throw new DriftBucketStoreException("away");
}
