namespace ModelOps.Serving.Batching;

/// <summary>Calls in the order of their arrival, linked through themselves.</summary>
internal sealed class CallList
{
    private BatchCall? _last;

    public BatchCall? First { get; private set; }

    public void Add(BatchCall call)
    {
        call.Previous = _last;
        if (_last is null) { First = call; } else { _last.Next = call; }
        _last = call;
    }

    public void Remove(BatchCall call)
    {
        if (call.Previous is null) { First = call.Next; } else { call.Previous.Next = call.Next; }
        if (call.Next is null) { _last = call.Previous; } else { call.Next.Previous = call.Previous; }
        call.Previous = call.Next = null;
    }
}
