using System.Collections.Concurrent;

namespace ModelOps.Serving.Batching;

/// <summary>Calls for reuse.</summary>
internal sealed class BatchCallPool
{
    private const int MaxKept = 4096;
    private readonly ConcurrentQueue<BatchCall> _calls = new();
    private int _kept;
    private int _out;

    /// <summary>Calls that have not come back.</summary>
    public int Out => Volatile.Read(ref _out);

    public BatchCall Rent()
    {
        Interlocked.Increment(ref _out);
        if (!_calls.TryDequeue(out BatchCall? call)) { return new BatchCall(this); }
        Interlocked.Decrement(ref _kept);
        return call;
    }

    public void Return(BatchCall call)
    {
        Interlocked.Decrement(ref _out);
        if (Interlocked.Increment(ref _kept) <= MaxKept) { _calls.Enqueue(call); } else { Interlocked.Decrement(ref _kept); }
    }

    /// <summary>A call that is not to be used again has come back.</summary>
    public void Drop() => Interlocked.Decrement(ref _out);
}
