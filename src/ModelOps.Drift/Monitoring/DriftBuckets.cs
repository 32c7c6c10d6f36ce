using ModelOps.Drift.Buckets;

namespace ModelOps.Drift.Monitoring;

/// <summary>The store of buckets: the host's, or one in memory when it added none.</summary>
internal sealed class DriftBuckets(IDriftBucketStore? added)
{
    internal IDriftBucketStore Store { get; } = added ?? new MemoryDriftBuckets();
}
