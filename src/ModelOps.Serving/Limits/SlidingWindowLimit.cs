namespace ModelOps.Serving.Limits;

/// <summary>At most so many permits in any span of one window, counted in tenths of it.</summary>
internal sealed class SlidingWindowLimit(double window, int permits) : RateLimit
{
    private const int Segments = 10;
    private readonly Lock _lock = new();
    private readonly double _segment = window / Segments;
    private readonly int[] _used = new int[Segments];
    private long _newest = long.MinValue; // number of the segment that is written
    private long _total;

    public override double Take(int count, long now, double maxWait)
    {
        if (count > permits) { return double.PositiveInfinity; }
        lock (_lock)
        {
            Advance(now);
            if (_total + count <= permits)
            {
                _used[Slot(_newest)] += count;
                _total += count;
                return 0;
            }

            long left = _total + count - permits;
            long segment = _newest - Segments; // the oldest counted is the next one
            while (left > 0) { left -= _used[Slot(++segment)]; }
            return Math.Max(1, ((segment + Segments) * _segment) - now);
        }
    }

    public override void Return(int count)
    {
        lock (_lock)
        {
            int back = Math.Min(count, _used[Slot(_newest)]);
            _used[Slot(_newest)] -= back;
            _total -= back;
        }
    }

    public override bool IsFull(long now)
    {
        lock (_lock)
        {
            Advance(now);
            return _total == 0;
        }
    }

    private void Advance(long now)
    {
        long current = (long)Math.Floor(now / _segment);
        if (current <= _newest) { return; }
        if (_newest == long.MinValue || current - _newest >= Segments)
        {
            Array.Clear(_used);
            _total = 0;
        }
        else
        {
            for (long segment = _newest + 1; segment <= current; segment++)
            {
                _total -= _used[Slot(segment)];
                _used[Slot(segment)] = 0;
            }
        }

        _newest = current;
    }

    private static int Slot(long segment) => (int)(((segment % Segments) + Segments) % Segments);
}
