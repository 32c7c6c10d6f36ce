namespace ModelOps.Serving.OnnxRuntime;

/// <summary>The lanes of a session. It makes a lane when none is idle, so no call ever waits, and keeps a few.</summary>
internal sealed class OnnxLanePool(OnnxSession session) : IDisposable
{
    private readonly OnnxLane?[] _idle = new OnnxLane?[Math.Max(4, 2 * Environment.ProcessorCount)];
    private readonly HashSet<OnnxLane> _all = [];
    private readonly Lock _lock = new();

    public OnnxLane Rent()
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Volatile.Read(ref _idle[i]) is not null && Interlocked.Exchange(ref _idle[i], null) is { } idle) { return idle; }
        }

        OnnxLane lane = new(session);
        lock (_lock) { _all.Add(lane); }
        return lane;
    }

    public void Return(OnnxLane lane)
    {
        for (int i = 0; i < _idle.Length; i++)
        {
            if (Volatile.Read(ref _idle[i]) is null && Interlocked.CompareExchange(ref _idle[i], lane, null) is null) { return; }
        }

        lock (_lock)
        {
            _all.Remove(lane);
            lane.Dispose();
        }
    }

    public void Terminate()
    {
        lock (_lock)
        {
            foreach (OnnxLane lane in _all) { lane.Terminate(); }
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (OnnxLane lane in _all) { lane.Dispose(); }
            _all.Clear();
        }
    }
}
