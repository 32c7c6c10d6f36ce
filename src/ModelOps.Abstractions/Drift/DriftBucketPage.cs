namespace ModelOps;

/// <summary>Buckets that travel or are stored together.</summary>
/// <param name="Buckets">The buckets.</param>
/// <param name="NextFrom">Where the next page begins; null for the last.</param>
/// <param name="NextSkip">Buckets with that start which came already.</param>
internal sealed record DriftBucketPage(IReadOnlyList<DriftBucket> Buckets, DateTimeOffset? NextFrom = null, int NextSkip = 0);
