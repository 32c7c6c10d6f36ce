namespace ModelOps.Serving.Limits;

/// <summary>What one partition may use by one rule.</summary>
/// <param name="isUnlimited">Whether the rule does not concern it.</param>
/// <param name="rate">Permits over time; null with <paramref name="gate"/>.</param>
/// <param name="gate">Calls at once; null with <paramref name="rate"/>.</param>
/// <param name="bucket">The bucket that hosts share; null when they do not.</param>
internal sealed class LimitPartition(bool isUnlimited, RateLimit? rate, ConcurrencyGate? gate, SharedBucket? bucket)
{
    public bool IsUnlimited => isUnlimited;

    public RateLimit? Rate => rate;

    public ConcurrencyGate? Gate => gate;

    public SharedBucket? Bucket => bucket;

    /// <summary>Whether it may be forgotten: a new one would be the same.</summary>
    /// <param name="now">Timestamp.</param>
    /// <param name="rateNow">The same, as the rates count it.</param>
    public bool IsIdle(long now, long rateNow) => (rate?.IsFull(rateNow) ?? true) && gate is null or { Running: 0, Waiters: 0 } && (bucket?.IsIdle(now) ?? true);
}
