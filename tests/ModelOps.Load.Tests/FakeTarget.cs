using System.Diagnostics;

namespace ModelOps.Load.Tests;

/// <summary>Answers at once, but for one stretch in which it stands still.</summary>
internal sealed class FakeTarget(TimeSpan stallsAt, TimeSpan stallsFor, Func<int, LoadOutcome>? outcome = null) : ILoadTarget
{
    private readonly long _start = Stopwatch.GetTimestamp();
    private int _calls;

    public int Calls => _calls;

    public async ValueTask<LoadOutcome> CallAsync(TimeSpan late, CancellationToken cancellationToken)
    {
        int call = Interlocked.Increment(ref _calls);
        TimeSpan now = Stopwatch.GetElapsedTime(_start);
        TimeSpan end = stallsAt + stallsFor;
        if (now >= stallsAt && now < end) { await Task.Delay(end - now, cancellationToken); }
        return outcome?.Invoke(call) ?? LoadOutcome.Succeeded;
    }
}
