using Xunit;

namespace ModelOps.TestSupport;

/// <summary>Counts the managed memory that code allocates.</summary>
/// <remarks>
/// Code at steady state is counted in several rounds after a warm-up, and the round with the fewest bytes tells: what each call allocates shows in every round,
/// be it one object in a whole round of calls. What else a round can count is no fault of the code and passes: a method compiled anew
/// (the runtime does so in the background, late on a busy machine), pooled memory that a garbage collection has dropped,
/// the rest of a thread's allocation buffer, which a collection counts as used, a listener that another test has put on the whole process.
/// </remarks>
public static class Allocations
{
    private const int Rounds = 30;

    /// <summary>Bytes that this thread allocates in a round of calls at steady state; 0 only if calls allocate nothing.</summary>
    /// <param name="call">What is called.</param>
    /// <param name="calls">Calls a round. What is allocated once in so many calls is found.</param>
    public static long Fewest(Action call, int calls = 1000)
    {
        Repeat(call, calls);
        return FewestOfRounds(() =>
        {
            long before = GC.GetAllocatedBytesForCurrentThread();
            Repeat(call, calls);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>As <see cref="Fewest(Action, int)"/>, for calls that complete on this thread at once, as calls in process do.</summary>
    public static long Fewest(Func<ValueTask> call, int calls = 1000) => Fewest(
        () =>
        {
            ValueTask task = call();
            Assert.True(task.IsCompleted);
            task.GetAwaiter().GetResult();
        },
        calls);

    /// <summary>Bytes that this thread allocates for one call at steady state, without what preparing it takes.</summary>
    public static long Fewest<T>(Func<T> prepare, Action<T> call)
    {
        call(prepare());
        return FewestOfRounds(() =>
        {
            T prepared = prepare();
            long before = GC.GetAllocatedBytesForCurrentThread();
            call(prepared);
            return GC.GetAllocatedBytesForCurrentThread() - before;
        });
    }

    /// <summary>Bytes that all threads allocate for one call at steady state. Those of tests that run beside it are counted too: bound them generously, or run alone.</summary>
    public static async Task<long> FewestOfProcessAsync(Func<Task> call, int rounds)
    {
        await call();
        long fewest = long.MaxValue;
        for (int round = 0; round < rounds && fewest > 0; round++)
        {
            long before = GC.GetTotalAllocatedBytes(precise: true);
            await call();
            fewest = Math.Min(fewest, GC.GetTotalAllocatedBytes(precise: true) - before);
        }

        return fewest;
    }

    /// <summary>Bytes that this thread allocates for one call that is made once, be they the code's or not: for generous bounds on hostile input.</summary>
    public static long Once(Action call)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        call();
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static long FewestOfRounds(Func<long> round)
    {
        long fewest = long.MaxValue;
        for (int i = 0; i < Rounds && fewest > 0; i++)
        {
            if (i > 2) { Thread.Sleep(10); } // room for the compiler in the background
            fewest = Math.Min(fewest, round());
        }

        return fewest;
    }

    private static void Repeat(Action call, int calls)
    {
        for (int i = 0; i < calls; i++) { call(); }
    }
}
