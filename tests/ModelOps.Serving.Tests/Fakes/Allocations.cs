namespace ModelOps.Serving.Tests.Fakes;

internal static class Allocations
{
    private const int Calls = 2000;

    /// <summary>Managed bytes that this thread allocates for one call, once all has been compiled and pooled.</summary>
    public static Task<long> PerCallAsync(Func<ValueTask> call)
    {
        for (int i = 0; i < Calls; i++) { Run(call); }
        long before = GC.GetAllocatedBytesForCurrentThread();
        for (int i = 0; i < Calls; i++) { Run(call); }
        return Task.FromResult((GC.GetAllocatedBytesForCurrentThread() - before) / Calls);
    }

    // Calls in process complete on the caller's thread, so the result is there.
    private static void Run(Func<ValueTask> call)
    {
        ValueTask task = call();
        Assert.True(task.IsCompletedSuccessfully);
        task.GetAwaiter().GetResult();
    }
}
