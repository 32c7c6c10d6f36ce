namespace ModelOps.Serving.Tests.Fakes;

internal static class Allocations
{
    private const int Calls = 3000;

    /// <summary>Managed bytes that this thread allocates for many calls, once all has been compiled and pooled.</summary>
    public static long OfCalls(Action call)
    {
        Repeat(call);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Repeat(call);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>As above, for calls that complete on this thread, as calls in process do.</summary>
    public static long OfCalls(Func<ValueTask> call) => OfCalls(() =>
    {
        ValueTask task = call();
        Assert.True(task.IsCompletedSuccessfully);
        task.GetAwaiter().GetResult();
    });

    private static void Repeat(Action call)
    {
        for (int i = 0; i < Calls; i++) { call(); }
    }
}
