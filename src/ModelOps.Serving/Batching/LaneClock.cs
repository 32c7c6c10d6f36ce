namespace ModelOps.Serving.Batching;

/// <summary>Which lanes run and when they are expected to end. Guarded by the lock of the batcher.</summary>
internal sealed class LaneClock(int lanes)
{
    private readonly long?[] _endsAt = new long?[lanes];

    /// <summary>How many run; may be read without the lock, as a hint.</summary>
    public int Busy { get; private set; }

    public bool IsFull => Busy == _endsAt.Length;

    /// <summary>When the first of the runs is expected to end; the end of time where there is none.</summary>
    public long FirstEnd
    {
        get
        {
            long first = long.MaxValue;
            foreach (long? endsAt in _endsAt) { first = Math.Min(first, endsAt ?? long.MaxValue); }
            return first;
        }
    }

    /// <summary>Takes a free lane.</summary>
    public int Start(long endsAt)
    {
        int lane = Array.IndexOf(_endsAt, null);
        _endsAt[lane] = endsAt;
        Busy++;
        return lane;
    }

    /// <summary>A lane goes on with another run.</summary>
    public void Restart(int lane, long endsAt) => _endsAt[lane] = endsAt;

    public void End(int lane)
    {
        _endsAt[lane] = null;
        Busy--;
    }

    /// <summary>Time left of all runs, and of the one that ends first: 0 where a lane is free.</summary>
    public (double All, double First) LeftAt(long now)
    {
        double all = 0;
        double first = double.PositiveInfinity;
        foreach (long? endsAt in _endsAt)
        {
            double left = endsAt is { } at ? Math.Max(0, at - now) : 0;
            all += left;
            first = Math.Min(first, left);
        }

        return (all, first);
    }
}
