namespace ModelOps.Drift.Monitoring;

/// <summary>One writer's share of something. Whoever claimed it has it to himself.</summary>
internal abstract class ClaimedShard
{
    private int _claimed;

    internal bool TryClaim() => Volatile.Read(ref _claimed) == 0 && Interlocked.Exchange(ref _claimed, 1) == 0;

    internal void Release() => Volatile.Write(ref _claimed, 0);

    /// <summary>Claims it however long another holds it, which is for one call's rows.</summary>
    internal void Claim()
    {
        for (var spin = default(SpinWait); !TryClaim(); spin.SpinOnce())
        {
            // The holder adds one call's rows and lets go.
        }
    }
}
