namespace ModelOps.Drift.Monitoring;

/// <summary>Numbers buckets by time, and says which of them still take rows.</summary>
internal sealed class EventClock(DriftMonitoringOptions options, TimeProvider time)
{
    private readonly long _length = options.BucketLength.Ticks;
    private readonly long _lateness = options.AllowedLateness.Ticks;
    private readonly long _ahead = Math.Max(options.AllowedLateness.Ticks, options.BucketLength.Ticks);

    internal long Now => time.GetUtcNow().UtcTicks;

    internal long BucketAt(long ticks) => ticks / _length;

    internal DateTimeOffset StartOf(long bucket) => new(bucket * _length, TimeSpan.Zero);

    /// <summary>Whether an event has happened too long ago for its bucket.</summary>
    internal bool IsLate(long eventTicks, long now) => BucketAt(eventTicks) < BucketAt(Math.Max(0, now - _lateness));

    /// <summary>Whether an event lies further in the future than clocks differ.</summary>
    internal bool IsAhead(long eventTicks, long now) => eventTicks - now > _ahead;
}
