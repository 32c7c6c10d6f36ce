namespace ModelOps.Serving.Caching;

/// <summary>Weighs what a cache saves against what it costs, and switches it off for a while when it does not pay. Thread-safe.</summary>
/// <remarks>Over a trial of so many calls: saved = hits × mean time of the model; spent = the time of all look-ups and copies. Times are timestamps of the time provider.</remarks>
internal sealed class CacheBalance(int trialCalls, TimeSpan firstPause, TimeProvider timeProvider)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(1);
    private readonly Lock _lock = new();
    private readonly TimeSpan _first = firstPause;
    private TimeSpan _pause = firstPause;
    private long _offUntil; // 0 while on
    private long _calls;
    private long _hits;
    private long _spent;
    private long _runs;
    private long _ran;

    /// <summary>Whether to look the call up.</summary>
    public bool IsOn(long now)
    {
        long until = Volatile.Read(ref _offUntil);
        if (until == 0) { return true; }
        if (now < until) { return false; }
        Interlocked.CompareExchange(ref _offUntil, 0, until);
        return true;
    }

    /// <returns>How long the cache is off from now; zero when it stays on.</returns>
    public TimeSpan Hit(long spent)
    {
        Interlocked.Increment(ref _hits);
        return Count(spent);
    }

    /// <returns>How long the cache is off from now; zero when it stays on.</returns>
    public TimeSpan Miss(long spent, long ran)
    {
        Interlocked.Increment(ref _runs);
        Interlocked.Add(ref _ran, ran);
        return Count(spent);
    }

    private TimeSpan Count(long spent)
    {
        Interlocked.Add(ref _spent, spent);
        if (Interlocked.Increment(ref _calls) < trialCalls || trialCalls == 0) { return TimeSpan.Zero; }
        lock (_lock)
        {
            if (_calls < trialCalls) { return TimeSpan.Zero; } // another call has closed this trial
            double saved = _runs == 0 ? double.PositiveInfinity : (double)_ran / _runs * _hits;
            bool pays = saved >= _spent;
            _calls = _hits = _spent = _runs = _ran = 0;
            TimeSpan off = pays ? TimeSpan.Zero : _pause;
            if (pays) { _pause = _first; }
            else
            {
                _pause = TimeSpan.FromTicks(Math.Min(_pause.Ticks * 2, LongestPause.Ticks));
                Volatile.Write(ref _offUntil, timeProvider.GetTimestamp() + (long)(off.TotalSeconds * timeProvider.TimestampFrequency));
            }

            return off;
        }
    }
}
