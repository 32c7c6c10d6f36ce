namespace ModelOps.Serving.Limits;

/// <summary>A call that waits at a gate.</summary>
internal sealed class GateWaiter
{
    private readonly TaskCompletionSource<bool> _turn = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public GateWaiter(int priority)
    {
        Priority = priority;
        Node = new LinkedListNode<GateWaiter>(this);
    }

    public int Priority { get; }

    public LinkedListNode<GateWaiter> Node { get; }

    /// <summary>Ends with whether the call was let in.</summary>
    public Task<bool> Turn => _turn.Task;

    public void Decide(bool isIn) => _turn.TrySetResult(isIn);
}
