namespace ModelOps.Drift.Tests.Kernels;

/// <summary>Counts what a call allocates.</summary>
internal static class Allocations
{
    /// <summary>The fewest bytes of ten calls after the first: pooled memory may be dropped by a garbage collection at any time.</summary>
    public static long Fewest(Action call)
    {
        call();
        long fewest = long.MaxValue;
        for (int i = 0; i < 10; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            call();
            fewest = Math.Min(fewest, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return fewest;
    }
}
