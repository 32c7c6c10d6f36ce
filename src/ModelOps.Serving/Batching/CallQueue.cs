namespace ModelOps.Serving.Batching;

/// <summary>Calls of one tenant and one bucket that wait, by level of priority.</summary>
internal sealed class CallQueue
{
    private readonly CallList[] _levels;
    private readonly int[] _rows;
    private readonly long _ageing;

    public CallQueue(ShapeBucket bucket, int levels, TimeSpan ageing)
    {
        Bucket = bucket;
        _ageing = ageing.Ticks;
        _rows = new int[levels];
        _levels = new CallList[levels];
        for (int i = 0; i < levels; i++) { _levels[i] = new CallList(); }
    }

    public ShapeBucket Bucket { get; }

    /// <summary>Rows that no run has taken.</summary>
    public int Rows { get; private set; }

    public ReadOnlySpan<CallList> Levels => _levels;

    public void Add(BatchCall call) => _levels[call.Level].Add(call);

    public void Remove(BatchCall call) => _levels[call.Level].Remove(call);

    public void CountRows(int level, int rows)
    {
        Rows += rows;
        _rows[level] += rows;
    }

    /// <summary>Rows of calls as urgent as a level or more.</summary>
    public int RowsUpTo(int level)
    {
        int rows = 0;
        for (int i = 0; i <= level; i++) { rows += _rows[i]; }
        return rows;
    }

    /// <summary>The most urgent call, waiting included; the first of equals.</summary>
    public BatchCall? FindNext(long now)
    {
        BatchCall? best = null;
        foreach (CallList level in _levels)
        {
            if (level.First is { } call && (best is null || IsBefore(call, best, now))) { best = call; }
        }

        return best;
    }

    /// <summary>Whether a call is more urgent than another of this tenant, or as urgent and earlier.</summary>
    public bool IsBefore(BatchCall call, BatchCall other, long now)
    {
        long difference = RankOf(call, now) - RankOf(other, now);
        return difference < 0 || (difference == 0 && call.ArrivedAt < other.ArrivedAt);
    }

    private long RankOf(BatchCall call, long now) => call.Level - ((now - call.ArrivedAt) / _ageing);
}
