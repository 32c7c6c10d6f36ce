using Microsoft.Extensions.Time.Testing;

namespace ModelOps.Jobs.Tests.Support;

/// <summary>A clock of the test's that tells how often somebody has begun to wait for just so long.</summary>
internal sealed class BeatClock(TimeSpan beat) : FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(50))
{
    private int _waits;

    public int Waits => Volatile.Read(ref _waits);

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        ITimer timer = base.CreateTimer(callback, state, dueTime, period);
        if (dueTime == beat) { Interlocked.Increment(ref _waits); }
        return timer;
    }
}
