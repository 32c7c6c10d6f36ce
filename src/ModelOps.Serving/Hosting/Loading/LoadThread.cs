using System.Runtime.InteropServices;

namespace ModelOps.Serving.Loading;

/// <summary>A thread that loads, one thing after another, and yields to those that answer calls.</summary>
/// <remarks>It is kept: the native allocator gives each new thread memory of its own, so that a new one for each load grows the process. It must not
/// queue work or make threads, which would inherit its priority.</remarks>
internal sealed partial class LoadThread
{
    private const int Niceness = 10; // a tenth of the processor time of the process's other threads, where both want it
    private readonly SemaphoreSlim _posted = new(0);
    private Action? _work;

    public LoadThread(bool isLow, int number)
    {
        IsLow = isLow;
        Thread thread = new(Run) { IsBackground = true, Name = $"modelops-load-{number}", Priority = isLow ? ThreadPriority.BelowNormal : ThreadPriority.Normal };
        thread.Start();
    }

    /// <summary>Whether this code runs on such a thread.</summary>
    [field: ThreadStatic]
    public static LoadThread? Current { get; private set; }

    public bool IsLow { get; }

    public void Post(Action work)
    {
        _work = work;
        _posted.Release();
    }

    private void Run()
    {
        Current = this;
        if (IsLow && OperatingSystem.IsLinux()) { _ = Nice(Niceness); } // of this thread alone, from what the process was given; .NET's priorities do nothing on Linux
        while (true)
        {
            _posted.Wait();
            Action work = _work!;
            _work = null;
            work();
        }
    }

    [LibraryImport("libc", EntryPoint = "nice")]
    private static partial int Nice(int increment);
}
