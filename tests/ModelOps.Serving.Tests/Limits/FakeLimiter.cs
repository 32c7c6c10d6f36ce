namespace ModelOps.Serving.Tests.Limits;

/// <summary>A store of buckets into which nothing flows.</summary>
internal sealed class FakeLimiter : IDistributedLimiter
{
    private readonly Dictionary<string, int> _used = [];

    public bool Fails { get; set; }

    public bool Hangs { get; set; }

    public int Calls { get; private set; }

    public async ValueTask<LimitDecision> AcquireAsync(string key, int minimum, int wanted, LimitRule rule, CancellationToken cancellationToken = default)
    {
        Calls++;
        if (Fails) { throw new DistributedLimiterException("it is away"); }
        if (Hangs) { await Task.Delay(Timeout.InfiniteTimeSpan, cancellationToken); }
        int left = rule.Burst - _used.GetValueOrDefault(key);
        int granted = left < minimum ? 0 : Math.Min(left, wanted);
        _used[key] = _used.GetValueOrDefault(key) + granted;
        return new LimitDecision(granted, granted > 0 ? TimeSpan.Zero : rule.Window);
    }
}
