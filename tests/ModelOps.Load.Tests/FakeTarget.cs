using System.Collections.Concurrent;
using System.Diagnostics;

namespace ModelOps.Load.Tests;

/// <summary>Answers at once, but for one stretch in which it stands still.</summary>
internal sealed class FakeTarget(TimeSpan stallsAt, TimeSpan stallsFor, Func<int, LoadOutcome>? outcome = null) : ILoadTarget
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _calls;

    public int Calls => _calls;

    /// <summary>How late each call was when it was answered.</summary>
    public ConcurrentQueue<TimeSpan> Lateness { get; } = [];

    public async ValueTask<LoadOutcome> CallAsync(TimeSpan late, CancellationToken cancellationToken)
    {
        int call = Interlocked.Increment(ref _calls);
        TimeSpan now = Stopwatch.GetElapsedTime(_start);
        TimeSpan end = stallsAt + stallsFor;
        if (now >= stallsAt && now < end) { await Task.Delay(end - now, cancellationToken); }
        Lateness.Enqueue(late + Stopwatch.GetElapsedTime(_start) - now);
        return outcome?.Invoke(call) ?? LoadOutcome.Succeeded;
    }
}
