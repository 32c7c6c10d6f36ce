namespace ModelOps.Drift.Monitoring;

/// <summary>What this process counted of one version, on its way to the store. For one thread.</summary>
internal sealed class VersionBuckets(VersionTraffic traffic, DriftReplica replica, EventClock clock, DriftMonitoringOptions options)
{
    private readonly SortedDictionary<long, OpenBucket> _open = [];
    private readonly SortedDictionary<(long Bucket, Guid Epoch), DriftBucket> _pending = [];
    private readonly long _lateness = traffic.HasEventTimes ? options.AllowedLateness.Ticks : 0;
    private readonly Guid _epoch = Guid.NewGuid();
    private long _closedUpTo = -1;

    internal VersionKey Key => traffic.Key;

    /// <summary>Buckets that the store has not taken.</summary>
    internal IReadOnlyCollection<DriftBucket> Pending => _pending.Values;

    /// <summary>Gathers what was counted since the last time, and closes the buckets that take no more rows.</summary>
    /// <param name="maxBytes">Largest content that the store takes.</param>
    /// <param name="lose">Told how many buckets are lost, and why.</param>
    internal void Gather(int maxBytes, Action<int, string> lose)
    {
        traffic.Collect(Add);
        long openFrom = clock.BucketAt(Math.Max(0, clock.Now - _lateness));
        foreach ((long bucket, OpenBucket open) in _open)
        {
            if (open.IsDirty) { Encode(bucket, open, maxBytes, lose); }
        }

        while (_open.Count > 0 && _open.First() is var (first, _) && first < openFrom)
        {
            _open.Remove(first);
            _closedUpTo = Math.Max(_closedUpTo, first);
        }

        int lost = 0;
        for (; _pending.Count > options.MaxPendingBuckets; lost++) { _pending.Remove(_pending.First().Key); }
        if (lost > 0) { lose(lost, "the store has been away for longer than MaxPendingBuckets buckets last; raise it or mend the store"); }
    }

    /// <summary>The store has taken buckets of <see cref="Pending"/>.</summary>
    internal void Stored(IEnumerable<DriftBucket> buckets)
    {
        foreach (DriftBucket bucket in buckets) { _pending.Remove((clock.BucketAt(bucket.Start.UtcTicks), bucket.Epoch)); }
    }

    private void Add(ShardCell cell)
    {
        if (!_open.TryGetValue(cell.Bucket, out OpenBucket? open))
        {
            // A bucket that was closed and let go begins anew under an epoch of its own, so that it adds to what was stored of it.
            open = new OpenBucket(traffic.Bins, cell.Bucket <= _closedUpTo ? Guid.NewGuid() : _epoch);
            _open.Add(cell.Bucket, open);
        }

        open.Sum.Add(cell.Profile.Snapshot(), cell.Rows);
        open.IsDirty = true;
    }

    private void Encode(long bucket, OpenBucket open, int maxBytes, Action<int, string> lose)
    {
        open.IsDirty = false;
        byte[] content = open.Sum.Write();
        if (content.Length > maxBytes)
        {
            lose(1, $"its content has {content.Length} bytes, and the store takes {maxBytes}; choose fewer bins or features");
            return;
        }

        _pending[(bucket, open.Epoch)] = new DriftBucket(
            traffic.Key.Model, traffic.Key.Version, clock.StartOf(bucket), options.BucketLength, replica.Name, open.Epoch, ++open.Sequence, content);
    }
}
