namespace ModelOps.Drift.Monitoring;

/// <summary>What is kept of a version that was called.</summary>
internal interface IVersionEntry
{
    VersionKey Key { get; }
}
