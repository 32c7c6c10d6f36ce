namespace ModelOps.Serving.Limits;

/// <summary>So many permits in each window. Windows begin with the first call; what waits is counted in the windows to come.</summary>
internal sealed class FixedWindowLimit(double window, int permits) : RateLimit
{
    private readonly Lock _lock = new();
    private double _start = double.NegativeInfinity;
    private long _used; // more than the permits of one window when calls wait for later ones

    public override double Take(int count, long now, double maxWait)
    {
        if (count > permits) { return double.PositiveInfinity; }
        lock (_lock)
        {
            Advance(now);
            long ahead = (_used + count - 1) / permits; // windows from this one to that of the last permit
            double wait = ahead == 0 ? 0 : _start + (ahead * window) - now;
            if (wait <= maxWait) { _used += count; }
            return wait;
        }
    }

    public override void Return(int count)
    {
        lock (_lock) { _used = Math.Max(0, _used - count); }
    }

    public override bool IsFull(long now)
    {
        lock (_lock)
        {
            Advance(now);
            return _used == 0;
        }
    }

    private void Advance(long now)
    {
        if (now < _start + window) { return; }
        double passed = double.IsNegativeInfinity(_start) ? double.PositiveInfinity : Math.Floor((now - _start) / window);
        _used = passed * permits >= _used ? 0 : _used - (long)(passed * permits);
        _start = _used == 0 ? now : _start + (passed * window);
    }
}
