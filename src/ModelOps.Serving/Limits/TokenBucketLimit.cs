namespace ModelOps.Serving.Limits;

/// <summary>A token bucket as one number: when it will be full again. Lock-free.</summary>
/// <remarks>Source: ITU-T I.371 (2004), annex A, "generic cell rate algorithm, virtual scheduling".</remarks>
internal sealed class TokenBucketLimit(double window, int permits, int burst) : RateLimit
{
    private const double Rounding = 1e-6; // of one permit: sums of doubles are a little off
    private readonly double _interval = window / permits;
    private double _full = double.NegativeInfinity;

    public override double Take(int permits, long now, double maxWait)
    {
        if (permits > burst) { return double.PositiveInfinity; }
        while (true)
        {
            double before = Volatile.Read(ref _full);
            double full = Math.Max(before, now) + (permits * _interval);
            double wait = full - (burst * _interval) - now;
            if (wait < _interval * Rounding) { wait = 0; }
            if (wait > maxWait || Interlocked.CompareExchange(ref _full, full, before) == before) { return wait; }
        }
    }

    public override void Return(int permits)
    {
        double before;
        do { before = Volatile.Read(ref _full); }
        while (Interlocked.CompareExchange(ref _full, before - (permits * _interval), before) != before);
    }

    public override bool IsFull(long now) => Volatile.Read(ref _full) <= now;
}
