using System.Collections.Concurrent;

namespace ModelOps.Serving.Batching;

/// <summary>Calls for reuse. A caller that comes back on the same thread gets the call it had.</summary>
internal sealed class BatchCallPool
{
    private const int MaxKept = 4096;

    [ThreadStatic]
    private static BatchCall? t_last;

    private readonly ConcurrentQueue<BatchCall> _calls = new();
    private int _out;

    /// <summary>Calls that have not come back.</summary>
    public int Out => Volatile.Read(ref _out);

    public BatchCall Rent()
    {
        Interlocked.Increment(ref _out);
        if (t_last is { } last)
        {
            t_last = null;
            return last;
        }

        return _calls.TryDequeue(out BatchCall? call) ? call : new BatchCall();
    }

    public void Return(BatchCall call)
    {
        if (t_last is null) { t_last = call; } else if (_calls.Count < MaxKept) { _calls.Enqueue(call); }
        Interlocked.Decrement(ref _out);
    }

    /// <summary>A call that is not to be used again has come back.</summary>
    public void Drop() => Interlocked.Decrement(ref _out);
}
