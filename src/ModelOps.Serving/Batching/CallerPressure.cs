namespace ModelOps.Serving.Batching;

/// <summary>Whether callers wait behind this one for a thread.</summary>
/// <remarks>Calls that run inline use up the pool's threads, so that others wait in the pool, where they cannot be batched. Where any do, a call is better
/// handed to a lane: the thread goes on with the next caller, and the lane takes them together.</remarks>
internal static class CallerPressure
{
    public static bool IsHigh() => Thread.CurrentThread.IsThreadPoolThread && ThreadPool.PendingWorkItemCount > 0;
}
