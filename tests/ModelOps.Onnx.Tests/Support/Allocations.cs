namespace ModelOps.Onnx.Tests.Support;

/// <summary>Managed memory that code takes.</summary>
internal static class Allocations
{
    private const int Attempts = 5;

    /// <summary>Bytes that this thread allocates for some calls, in the attempt with the fewest: what a call allocates shows in every one,
    /// what the runtime does once beside it does not.</summary>
    public static long Least(Action calls)
    {
        long least = long.MaxValue;
        for (int i = 0; i < Attempts && least > 0; i++)
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            calls();
            least = Math.Min(least, GC.GetAllocatedBytesForCurrentThread() - before);
        }

        return least;
    }
}
