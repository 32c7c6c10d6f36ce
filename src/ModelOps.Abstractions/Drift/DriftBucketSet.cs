namespace ModelOps;

/// <summary>Buckets of one query from several places, each with its highest sequence. Not thread-safe.</summary>
internal sealed class DriftBucketSet
{
    private readonly Dictionary<DriftBucketKey, DriftBucket> _buckets = [];

    public void Add(DriftBucket bucket)
    {
        DriftBucketKey key = DriftBucketKey.Of(bucket);
        if (!_buckets.TryGetValue(key, out DriftBucket? kept) || kept.Sequence < bucket.Sequence) { _buckets[key] = bucket; }
    }

    public IReadOnlyList<DriftBucket> ToSorted() => [.. _buckets.OrderBy(static pair => pair.Key).Select(static pair => pair.Value)];

    public static bool IsWanted(DriftBucketQuery query, DriftBucket bucket) =>
        bucket.Model == query.Model && (query.Version is null || bucket.Version == query.Version) && bucket.Start >= query.From && bucket.Start < query.To;
}
