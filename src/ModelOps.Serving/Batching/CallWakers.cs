using System.Collections.Concurrent;

namespace ModelOps.Serving.Batching;

/// <summary>Wakers for reuse.</summary>
internal sealed class CallWakers(TimeProvider timeProvider)
{
    private readonly ConcurrentBag<CallWaker> _idle = [];
    private long _took;

    /// <summary>What the last waker took until every caller had its answer: next to nothing, unless the machine is busy.</summary>
    public long Took => Volatile.Read(ref _took);

    public CallWaker Rent() => _idle.TryTake(out CallWaker? waker) ? waker : new CallWaker(this);

    public long Now() => timeProvider.GetTimestamp();

    public void Return(CallWaker waker, long started)
    {
        Volatile.Write(ref _took, timeProvider.GetElapsedTime(started).Ticks);
        _idle.Add(waker);
    }
}
