namespace ModelOps.Serving.Batching;

/// <summary>Gives the callers of a run their answers, one after another on a thread of the pool, where what they do next begins.</summary>
/// <remarks>While calls are left, one more item waits in the pool's queue: a caller that blocks its thread holds up nobody but itself. Waking
/// costs a few items a run rather than one a call.</remarks>
internal sealed class CallWaker : IThreadPoolWorkItem
{
    private readonly CallWakers _home;
    private readonly List<BatchCall> _calls = [];
    private long _started;
    private int _next;
    private int _items; // queued or running

    public CallWaker(CallWakers home) => _home = home;

    /// <summary>Takes calls that have ended.</summary>
    public void Add(BatchCall call) => _calls.Add(call);

    /// <summary>Begins, after which nothing is added.</summary>
    public void Start()
    {
        _next = 0;
        _started = _home.Now();
        Queue();
    }

    public void Execute()
    {
        if (Volatile.Read(ref _next) + 1 < _calls.Count) { Queue(); }
        for (int i = Take(); i < _calls.Count; i = Take())
        {
            if (i == _calls.Count - 1) { _home.Woke(_started); } // before the last caller goes on: what callers do with their answers is their own time
            _calls[i].Complete();
        }

        if (Interlocked.Decrement(ref _items) > 0) { return; }
        _calls.Clear();
        _home.Return(this);
    }

    private int Take() => Interlocked.Increment(ref _next) - 1;

    private void Queue()
    {
        Interlocked.Increment(ref _items);
        ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }
}
