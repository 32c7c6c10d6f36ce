namespace ModelOps.Serving.Batching;

/// <summary>How long a free lane waits for more calls to join those of a bucket.</summary>
/// <remarks>With a latency target, waiting for one more row is worth it only while the fixed cost that it saves exceeds what it costs: each of the n rows
/// that wait is held up by the time to the next.</remarks>
internal sealed class HoldPolicy(BatchingSettings settings)
{
    private const double Gaps = 2; // later than this the next row is not to be expected any more
    private const double Guard = 2;
    private static readonly long s_timer = TimeSpan.FromMilliseconds(1).Ticks; // how coarse a timer is

    /// <summary>When calls of a bucket are to run.</summary>
    /// <param name="bucket">The bucket; rows of it wait.</param>
    /// <param name="oldest">Its call that has waited longest.</param>
    /// <param name="now">Time.</param>
    /// <returns>A time up to <paramref name="now"/>: at once.</returns>
    public long ReadyAt(ShapeBucket bucket, BatchCall oldest, long now)
    {
        int enough = settings.PreferredSizes.Count > 0 ? settings.PreferredSizes[0] : settings.MaxRows;
        if (bucket.Rows >= enough) { return now; }
        long byDelay = oldest.ArrivedAt + settings.MaxDelay.Ticks;
        if (settings.LatencyTarget is not { } target) { return byDelay; }
        if (bucket.Cost.Fixed <= bucket.Rows * bucket.Gap) { return now; }
        long due = Math.Min(oldest.DeadlineAt, oldest.ArrivedAt + target.Ticks);
        long latest = due - (long)(bucket.Cost.Of(bucket.Rows + 1) + (Guard * bucket.Cost.Error)) - s_timer;
        long expected = bucket.LastArrival + Math.Max(s_timer, (long)(Gaps * bucket.Gap));
        long ready = Math.Min(latest, expected);
        return settings.MaxDelay > TimeSpan.Zero ? Math.Min(ready, byDelay) : ready;
    }
}
