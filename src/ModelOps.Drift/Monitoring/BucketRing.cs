using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Monitoring;

/// <summary>Merged buckets of the recent past, or of a season before it. For one thread.</summary>
internal sealed class BucketRing(BucketBins bins)
{
    private readonly SortedDictionary<long, MergedBucket> _buckets = [];
    private readonly BucketSum _sum = new(bins);

    /// <summary>Merges and keeps buckets of one number; what cannot be read is told and left out.</summary>
    /// <returns>Whether there are rows.</returns>
    internal bool Add(long bucket, IReadOnlyList<DriftBucket> parts, Action<DriftBucket, DriftProfileFormatException> tellDamaged)
    {
        _sum.Clear();
        var replicas = new SortedSet<string>(StringComparer.Ordinal);
        foreach (DriftBucket part in parts)
        {
            try
            {
                _sum.Add(part.Profile.Span);
                replicas.Add(part.Replica);
            }
            catch (DriftProfileFormatException error)
            {
                tellDamaged(part, error);
            }
        }

        if (_sum.Rows == 0) { return false; }
        _buckets[bucket] = new MergedBucket(parts.Count == 1 ? parts[0].Profile : _sum.Write(), [.. replicas]);
        return true;
    }

    /// <summary>Adds the buckets of a range to a sum.</summary>
    /// <param name="range">The range; buckets that are not there have no rows.</param>
    /// <param name="into">Receives them.</param>
    /// <param name="replicas">Receives the names of the replicas that counted; null for none.</param>
    internal void Sum(BucketRange range, BucketSum into, ISet<string>? replicas = null)
    {
        for (long bucket = range.From; bucket < range.To; bucket++)
        {
            if (!_buckets.TryGetValue(bucket, out MergedBucket? merged)) { continue; }
            into.Add(merged.Content.Span);
            replicas?.UnionWith(merged.Replicas);
        }
    }

    /// <summary>The ordinally first replica that counted in the newest bucket of a range with rows; null when there are none.</summary>
    internal string? FirstReplica(BucketRange range)
    {
        for (long bucket = range.To - 1; bucket >= range.From; bucket--)
        {
            if (_buckets.TryGetValue(bucket, out MergedBucket? merged) && merged.Replicas.Length > 0) { return merged.Replicas[0]; }
        }

        return null;
    }

    /// <summary>Lets go of buckets before a number.</summary>
    internal void Trim(long before)
    {
        while (_buckets.Count > 0 && _buckets.First().Key is var first && first < before) { _buckets.Remove(first); }
    }
}
