namespace ModelOps.Serving.Limits;

/// <summary>Finds how many calls at once a model takes before they slow each other down. Thread-safe.</summary>
/// <remarks>After each sample of calls: gradient = clamp(tolerance × usual latency / latency now, 0.5, 1), limit' = limit × gradient + √limit, smoothed; it grows only while
/// at least half of it is used. Calls that fail for want of time or room shrink it by a tenth. The usual latency falls at once, and rises only while calls do not make each
/// other wait (the limit is not used, or as small as it may be); else it hardly rises, or a queue that lasts would become usual.
/// Source: the gradient form of TCP Vegas (Brakmo and Peterson, IEEE JSAC 13, 1995), with the square root as the queue that is allowed.</remarks>
internal sealed class AdaptiveConcurrency(int start, int least, int most, double tolerance)
{
    private const int SampleCalls = 20;
    private const double Smoothing = 0.2;
    private const double IdleRise = 0.1;
    private const double BusyRise = 0.001;
    private const double FallFactor = 0.9;
    private const double FailureFactor = 0.9;
    private const double SteepestGradient = 0.5;
    private readonly Lock _lock = new();
    private double _limit = Math.Clamp(start, least, most);
    private double _usual;
    private double _sum;
    private int _count;
    private int _mostRunning;

    public int Limit => (int)Volatile.Read(ref _limit);

    /// <summary>Seconds that calls take now; 0 while that is not known.</summary>
    public double Latency => Volatile.Read(ref _latency);

    private double _latency;

    /// <returns>Whether the limit has changed.</returns>
    public bool Answered(double seconds, int running)
    {
        lock (_lock)
        {
            _sum += seconds;
            _mostRunning = Math.Max(_mostRunning, running);
            if (++_count < SampleCalls) { return false; }
            return Update();
        }
    }

    /// <summary>A call that failed for want of time or room.</summary>
    /// <returns>Whether the limit has changed.</returns>
    public bool Failed()
    {
        lock (_lock) { return Set(_limit * FailureFactor); }
    }

    private bool Update()
    {
        double now = _sum / _count;
        Volatile.Write(ref _latency, now);
        bool isUsed = _mostRunning * 2 >= _limit;
        double rise = isUsed && _limit > least ? BusyRise : IdleRise;
        _usual = _usual == 0 ? now : now < _usual ? Math.Max(now, _usual * FallFactor) : _usual + ((now - _usual) * rise);
        (_sum, _count, _mostRunning) = (0, 0, 0);
        double gradient = now == 0 ? 1 : Math.Clamp(tolerance * _usual / now, SteepestGradient, 1);
        if (!isUsed && gradient == 1) { return false; }
        double target = (_limit * gradient) + Math.Sqrt(_limit);
        return Set(_limit + ((target - _limit) * Smoothing));
    }

    private bool Set(double limit)
    {
        int before = Limit;
        Volatile.Write(ref _limit, Math.Clamp(limit, least, most));
        return Limit != before;
    }
}
