namespace ModelOps.Serving.Batching;

/// <summary>The buckets of a model, the last used first. Idle ones are forgotten where there are many: a model may have any number of shapes.</summary>
internal sealed class ShapeBuckets(RunCost cost)
{
    private const int MaxIdle = 64;
    private readonly List<ShapeBucket> _buckets = [];

    public IReadOnlyList<ShapeBucket> All => _buckets;

    public ShapeBucket Get(InferenceRequest request, string? tenant)
    {
        for (int i = 0; i < _buckets.Count; i++)
        {
            ShapeBucket bucket = _buckets[i];
            if (!bucket.Fits(request, tenant)) { continue; }
            if (i > 0)
            {
                _buckets.RemoveAt(i);
                _buckets.Insert(0, bucket);
            }

            return bucket;
        }

        if (_buckets.Count >= MaxIdle) { Forget(); }
        ShapeBucket added = new(request, tenant, RunCost.Like(cost));
        _buckets.Insert(0, added);
        return added;
    }

    private void Forget()
    {
        int idle = _buckets.FindLastIndex(static b => b.Rows == 0);
        if (idle < 0) { return; }
        _buckets[idle].IsDropped = true;
        _buckets.RemoveAt(idle);
    }
}
