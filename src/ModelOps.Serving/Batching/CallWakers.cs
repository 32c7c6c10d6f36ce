using System.Collections.Concurrent;

namespace ModelOps.Serving.Batching;

/// <summary>Wakers for reuse.</summary>
internal sealed class CallWakers(TimeProvider timeProvider)
{
    private readonly ConcurrentBag<CallWaker> _idle = [];
    private const long None = -1;
    private long _took = None;

    /// <summary>What the last waker took to reach its last caller, each time once: next to nothing, unless the machine is busy.</summary>
    public long? TakeMeasured() => Interlocked.Exchange(ref _took, None) is var took and not None ? took : null;

    public CallWaker Rent() => _idle.TryTake(out CallWaker? waker) ? waker : new CallWaker(this);

    public long Now() => timeProvider.GetTimestamp();

    public void Woke(long started) => Volatile.Write(ref _took, timeProvider.GetElapsedTime(started).Ticks);

    public void Return(CallWaker waker) => _idle.Add(waker);
}
