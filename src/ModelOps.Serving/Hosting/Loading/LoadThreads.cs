using System.Collections.Concurrent;

namespace ModelOps.Serving.Loading;

/// <summary>The threads of this process that load and warm up models: as many as ever worked at once.</summary>
internal static class LoadThreads
{
    private static readonly ConcurrentBag<LoadThread> s_low = [];
    private static readonly ConcurrentBag<LoadThread> s_normal = [];
    private static readonly BlockingCollection<Action> s_done = [];
    private static int s_count;

    static LoadThreads() => new Thread(Complete) { IsBackground = true, Name = "modelops-loaded" }.Start();

    /// <summary>How many there are.</summary>
    public static int Count => Volatile.Read(ref s_count);

    /// <summary>Runs work on one of the threads; at once when this is one.</summary>
    /// <param name="work">What to do.</param>
    /// <param name="isLow">Whether it yields to threads that answer calls. Only for work that makes no threads and queues nothing.</param>
    /// <param name="cancellationToken">Keeps work that has not begun from it.</param>
    public static Task<T> RunAsync<T>(Func<T> work, bool isLow, CancellationToken cancellationToken)
    {
        if (LoadThread.Current?.IsLow == isLow) { return Run(work, cancellationToken); }
        ConcurrentBag<LoadThread> idle = isLow ? s_low : s_normal;
        if (!idle.TryTake(out LoadThread? thread)) { thread = new LoadThread(isLow, Interlocked.Increment(ref s_count)); }
        TaskCompletionSource<T> result = new(TaskCreationOptions.RunContinuationsAsynchronously);
        thread.Post(() =>
        {
            Task<T> done = Run(work, cancellationToken);
            idle.Add(thread);
            s_done.Add(() => result.SetFromTask(done)); // by a thread of normal priority: what queues work may make threads that inherit its own
        });
        return result.Task;
    }

    private static Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken)
    {
        try
        {
            cancellationToken.ThrowIfCancellationRequested();
            return Task.FromResult(work());
        }
        catch (OperationCanceledException e)
        {
            return Task.FromCanceled<T>(e.CancellationToken.IsCancellationRequested ? e.CancellationToken : new CancellationToken(true));
        }
        catch (Exception e)
        {
            return Task.FromException<T>(e);
        }
    }

    private static void Complete()
    {
        foreach (Action done in s_done.GetConsumingEnumerable()) { done(); }
    }
}
