namespace ModelOps.Drift.Monitoring;

/// <summary>A version that was called.</summary>
internal sealed class TrafficEntry(VersionKey key)
{
    private volatile VersionTraffic? _traffic;
    private long _notReady;

    internal VersionKey Key { get; } = key;

    /// <summary>Its profiles; null while it is not watched.</summary>
    internal VersionTraffic? Traffic
    {
        get => _traffic;
        set => _traffic = value;
    }

    /// <summary>Calls that came while it was not watched.</summary>
    internal long NotReady => Interlocked.Read(ref _notReady);

    internal void CountNotReady() => Interlocked.Increment(ref _notReady);
}
