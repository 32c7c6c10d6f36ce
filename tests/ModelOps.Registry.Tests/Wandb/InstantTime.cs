using System.Collections.Concurrent;

namespace ModelOps.Registry.Tests.Wandb;

/// <summary>The system's clock, but waits of one length end at once.</summary>
internal sealed class InstantTime(TimeSpan wait) : TimeProvider
{
    public ConcurrentQueue<TimeSpan> Waits { get; } = [];

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        Waits.Enqueue(dueTime);
        return base.CreateTimer(callback, state, dueTime == wait ? TimeSpan.Zero : dueTime, period);
    }
}
