namespace ModelOps.Serving.Limits;

/// <summary>What this host knows of one bucket that hosts share: permits taken beforehand, and until when there is none. Thread-safe.</summary>
internal sealed class SharedBucket(string key, LimitRule rule, int prefetch, TimeProvider timeProvider)
{
    private readonly long _window = (long)(rule.Window.TotalSeconds * timeProvider.TimestampFrequency);
    private readonly Lock _lock = new();
    private int _held;
    private long _heldUntil;
    private long _emptyUntil;

    public string Key => key;

    public LimitRule Rule => rule;

    /// <summary>Uses permits taken beforehand.</summary>
    public bool TryUse(int permits, long now)
    {
        lock (_lock)
        {
            if (now >= _heldUntil) { _held = 0; } // the bucket has filled up meanwhile: they would come on top
            if (_held < permits) { return false; }
            _held -= permits;
            return true;
        }
    }

    /// <summary>How long the store need not be asked, because it said so.</summary>
    public TimeSpan EmptyFor(long now) => Volatile.Read(ref _emptyUntil) is var until && until > now ? timeProvider.GetElapsedTime(now, until) : TimeSpan.Zero;

    /// <summary>How many to take at a time.</summary>
    public int Wanted(int permits) => Math.Min(rule.Burst, permits + prefetch - 1);

    public void Granted(int spare, long now)
    {
        if (spare <= 0) { return; }
        lock (_lock)
        {
            _held += spare;
            _heldUntil = now + _window;
        }
    }

    /// <summary>Remembers that one permit is too many, so that a flood of calls costs the store nothing.</summary>
    public void Refused(int permits, TimeSpan retryAfter, long now)
    {
        if (permits == 1) { Volatile.Write(ref _emptyUntil, now + (long)(retryAfter.TotalSeconds * timeProvider.TimestampFrequency)); }
    }

    public bool IsIdle(long now) => now >= Volatile.Read(ref _emptyUntil) && (now >= Volatile.Read(ref _heldUntil) || Volatile.Read(ref _held) == 0);
}
