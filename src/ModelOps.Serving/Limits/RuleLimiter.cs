using System.Collections.Concurrent;

namespace ModelOps.Serving.Limits;

/// <summary>One rule and its partitions. Thread-safe; a call that passes allocates nothing.</summary>
internal sealed class RuleLimiter(LimitOptions rule, SharedLimits shared, LimitMetrics metrics, TimeProvider timeProvider)
{
    private readonly ConcurrentDictionary<PartitionKey, LimitPartition> _partitions = new();
    private readonly double _frequency = timeProvider.TimestampFrequency;
    private readonly long _origin = timeProvider.GetTimestamp(); // rates count from here, so that doubles hold times exactly
    private readonly string[] _models = [.. rule.Models];
    private LimitPartition? _others; // of the partitions that there is no room for
    private long _count;
    private long _nextSweep = long.MinValue;

    public LimitOptions Rule => rule;

    public long PartitionCount => Interlocked.Read(ref _count);

    /// <summary>For people; without the partition, which may be a secret.</summary>
    public string Description =>
        (rule.Algorithm == LimitAlgorithm.Concurrency ? $"{rule.Permits} calls at once" : $"{rule.Permits} {(rule.Cost == LimitCost.Row ? "rows" : "calls")} in {rule.Window}")
        + (rule.By == LimitPartitionKind.All ? $" (rule '{rule.Name}')" : $" for each {rule.Header ?? $"{rule.By}"} (rule '{rule.Name}')");

    /// <summary>The partition of a call; null when the rule does not concern it.</summary>
    public LimitPartition? Find(InferenceRequest request, long now)
    {
        if (_models.Length > 0 && Array.IndexOf(_models, request.Model.Name) < 0) { return null; }
        PartitionKey key = PartitionKey.Of(rule, request);
        LimitPartition partition = _partitions.TryGetValue(key, out LimitPartition? found) ? found : Add(key, now);
        return partition.IsUnlimited ? null : partition;
    }

    public int CostOf(InferenceRequest request) =>
        rule.Cost == LimitCost.Row && request.Inputs is [{ Shape: [var rows, ..] }, ..] ? (int)Math.Clamp(rows, 1, int.MaxValue) : 1;

    /// <summary>Decides at once, if that can be.</summary>
    public LimitVerdict TryPass(LimitPartition partition, int cost, long now, out TimeSpan? retryAfter)
    {
        retryAfter = null;
        if (partition.Gate is { } gate)
        {
            return gate.TryEnter() ? LimitVerdict.Passed : rule.MaxWait > TimeSpan.Zero ? LimitVerdict.Open : LimitVerdict.Refused;
        }

        if (partition.Bucket is { } bucket)
        {
            if (bucket.TryUse(cost, now)) { return LimitVerdict.Passed; }
            retryAfter = cost > bucket.Rule.Burst ? null : bucket.EmptyFor(now);
            return retryAfter == TimeSpan.Zero ? LimitVerdict.Open : LimitVerdict.Refused;
        }

        return Judge(partition.Rate!.Take(cost, now - _origin, 0), out retryAfter);
    }

    /// <summary>Waits for permits, or asks the store.</summary>
    /// <exception cref="DistributedLimiterException">The store is away, and then calls are to be refused.</exception>
    public async ValueTask<(bool IsPassed, TimeSpan? RetryAfter)> PassAsync(LimitPartition partition, int cost, int priority, TimeSpan patience, CancellationToken cancellationToken)
    {
        if (partition.Bucket is { } bucket)
        {
            LimitDecision? decision = await shared.AskAsync(bucket, cost, cancellationToken).ConfigureAwait(false);
            return decision is { } known ? (known.IsAllowed, known.RetryAfter) : FallBack(partition, cost);
        }

        TimeSpan maxWait = TimeSpan.FromTicks(Math.Min(rule.MaxWait.Ticks, patience.Ticks));
        long start = timeProvider.GetTimestamp();
        if (partition.Gate is { } gate)
        {
            bool isIn = await gate.EnterAsync(priority, maxWait, cancellationToken).ConfigureAwait(false);
            metrics.Waited(rule.Name, timeProvider.GetElapsedTime(start));
            return (isIn, null);
        }

        double wait = partition.Rate!.Take(cost, start - _origin, maxWait.TotalSeconds * _frequency);
        if (wait > maxWait.TotalSeconds * _frequency) { return (false, ToTime(wait)); }
        try
        {
            if (wait > 0) { await Task.Delay(ToTime(wait) ?? TimeSpan.Zero, timeProvider, cancellationToken).ConfigureAwait(false); }
        }
        catch (OperationCanceledException)
        {
            partition.Rate.Return(cost);
            throw;
        }

        metrics.Waited(rule.Name, timeProvider.GetElapsedTime(start));
        return (true, null);
    }

    /// <summary>Gives back what a call took that another rule refused.</summary>
    public void Return(LimitPartition partition, int cost)
    {
        if (partition.Bucket is { } bucket) { bucket.Granted(cost, timeProvider.GetTimestamp()); }
        else if (partition.Gate is { } gate) { gate.Exit(); }
        else { partition.Rate!.Return(cost); }
    }

    private (bool IsPassed, TimeSpan? RetryAfter) FallBack(LimitPartition partition, int cost)
    {
        if (rule.WhenUnavailable == LimitFallback.Allow) { return (true, null); }
        if (rule.WhenUnavailable == LimitFallback.Refuse) { throw new DistributedLimiterException("it is away, and the limit must not be passed without it") { RetryAfter = shared.BreakDuration }; }
        LimitVerdict verdict = Judge(partition.Rate!.Take(cost, timeProvider.GetTimestamp() - _origin, 0), out TimeSpan? retryAfter);
        return (verdict == LimitVerdict.Passed, retryAfter);
    }

    private LimitVerdict Judge(double wait, out TimeSpan? retryAfter)
    {
        retryAfter = ToTime(wait);
        return wait <= 0 ? LimitVerdict.Passed : wait <= rule.MaxWait.TotalSeconds * _frequency ? LimitVerdict.Open : LimitVerdict.Refused;
    }

    // Rounded up to the next tick: who comes back then must not be a hair too early.
    private TimeSpan? ToTime(double wait) => double.IsInfinity(wait) ? null : TimeSpan.FromTicks((long)Math.Ceiling(wait / _frequency * TimeSpan.TicksPerSecond));

    private LimitPartition Add(PartitionKey key, long now)
    {
        if (PartitionCount >= rule.MaxPartitions && !TrySweep(now))
        {
            metrics.PartitionsFull(rule.Name);
            return LazyInitializer.EnsureInitialized(ref _others, () => Create(new PartitionKey("", "(others)")));
        }

        LimitPartition created = Create(key);
        LimitPartition partition = _partitions.GetOrAdd(key, created);
        if (ReferenceEquals(partition, created)) { Interlocked.Increment(ref _count); }
        return partition;
    }

    // Once a second at most: callers that make up partitions must not keep the host busy.
    private bool TrySweep(long now)
    {
        long next = Volatile.Read(ref _nextSweep);
        if (now < next || Interlocked.CompareExchange(ref _nextSweep, now + timeProvider.TimestampFrequency, next) != next) { return false; }
        foreach ((PartitionKey key, LimitPartition partition) in _partitions)
        {
            if (partition.IsIdle(now, now - _origin) && _partitions.TryRemove(new KeyValuePair<PartitionKey, LimitPartition>(key, partition))) { Interlocked.Decrement(ref _count); }
        }

        return PartitionCount < rule.MaxPartitions;
    }

    private LimitPartition Create(PartitionKey key)
    {
        LimitOverrideOptions? own = rule.Overrides.Count > 0 && rule.Overrides.TryGetValue(key.ToOverride(rule.By), out LimitOverrideOptions? found) ? found : null;
        int permits = own?.Permits ?? rule.Permits;
        int burst = own?.Burst ?? own?.Permits ?? rule.Burst ?? rule.Permits;
        if (rule.Algorithm == LimitAlgorithm.Concurrency) { return new LimitPartition(own is { IsUnlimited: true }, null, new ConcurrencyGate(permits, timeProvider), null); }
        double window = rule.Window.TotalSeconds * _frequency;
        RateLimit rate = rule.Algorithm switch
        {
            LimitAlgorithm.SlidingWindow => new SlidingWindowLimit(window, permits),
            LimitAlgorithm.FixedWindow => new FixedWindowLimit(window, permits),
            _ => new TokenBucketLimit(window, permits, burst),
        };
        SharedBucket? bucket = rule.IsShared && shared.HasStore
            ? new SharedBucket($"{rule.Name}\n{key.First}\n{key.Second}", new LimitRule(permits, rule.Window, burst), rule.Prefetch, timeProvider)
            : null;
        return new LimitPartition(own is { IsUnlimited: true }, rate, null, bucket);
    }
}
