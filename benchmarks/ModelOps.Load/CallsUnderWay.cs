namespace ModelOps.Load;

/// <summary>Counts calls that have begun and not ended. One thread begins them, any may end them.</summary>
internal sealed class CallsUnderWay
{
    private readonly TaskCompletionSource _none = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _count = 1; // one for whoever begins calls, until it waits

    public int Count => Volatile.Read(ref _count) - 1;

    public void Begin() => Interlocked.Increment(ref _count);

    public void End()
    {
        if (Interlocked.Decrement(ref _count) == 0) { _none.SetResult(); }
    }

    /// <summary>Ends when all have ended. No call begins after this.</summary>
    public Task WhenNoneAsync()
    {
        End();
        return _none.Task;
    }
}
