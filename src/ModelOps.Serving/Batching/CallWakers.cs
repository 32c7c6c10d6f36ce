using System.Collections.Concurrent;

namespace ModelOps.Serving.Batching;

/// <summary>Wakers for reuse.</summary>
internal sealed class CallWakers
{
    private readonly ConcurrentBag<CallWaker> _idle = [];

    public CallWaker Rent() => _idle.TryTake(out CallWaker? waker) ? waker : new CallWaker(this);

    public void Return(CallWaker waker) => _idle.Add(waker);
}
