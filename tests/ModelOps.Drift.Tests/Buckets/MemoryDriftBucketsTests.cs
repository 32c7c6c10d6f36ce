using ModelOps.Conformance;
using ModelOps.Drift.Buckets;

namespace ModelOps.Drift.Tests.Buckets;

public sealed class MemoryDriftBucketsTests : DriftBucketStoreContractTests
{
    protected override IDriftBucketStore Store { get; } = new MemoryDriftBuckets();
}
