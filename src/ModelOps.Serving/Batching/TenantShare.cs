namespace ModelOps.Serving.Batching;

/// <summary>What one tenant waits for and what it has had.</summary>
internal sealed class TenantShare(double weight)
{
    private readonly List<CallQueue> _queues = [];

    public double Weight => weight;

    /// <summary>Rows served over <see cref="Weight"/>; the tenant with the least is served next.</summary>
    public double Served { get; set; }

    /// <summary>Rows that wait.</summary>
    public int Rows { get; set; }

    public IReadOnlyList<CallQueue> Queues => _queues;

    public CallQueue? FindQueue(ShapeBucket bucket)
    {
        for (int i = 0; i < _queues.Count; i++)
        {
            if (ReferenceEquals(_queues[i].Bucket, bucket)) { return _queues[i]; }
        }

        return null;
    }

    public CallQueue GetQueue(ShapeBucket bucket, BatchingSettings settings)
    {
        if (FindQueue(bucket) is { } known) { return known; }
        _queues.RemoveAll(static q => q.Rows == 0 && q.Bucket.IsDropped);
        CallQueue queue = new(bucket, settings.PriorityLevels, settings.AgeingInterval);
        _queues.Add(queue);
        return queue;
    }
}
