namespace ModelOps.Drift.Monitoring;

/// <summary>A version that was called.</summary>
internal sealed class TrafficEntry(VersionKey key) : IVersionEntry
{
    private volatile VersionTraffic? _traffic;

    public VersionKey Key { get; } = key;

    /// <summary>Its profiles; null while it is not watched.</summary>
    internal VersionTraffic? Traffic
    {
        get => _traffic;
        set => _traffic = value;
    }
}
