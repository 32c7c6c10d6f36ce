using Microsoft.Extensions.Time.Testing;
using ModelOps.Conformance;
using ModelOps.Drift.Buckets;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Buckets;

public sealed class FolderDriftBucketsContractTests : DriftBucketStoreContractTests, IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public FolderDriftBucketsContractTests()
    {
        var time = new FakeTimeProvider(DriftBuckets.Noon);
        Store = new FolderDriftBuckets(new FolderDriftBucketsOptions { Path = _folder.Path }, time);
        Other = new FolderDriftBuckets(new FolderDriftBucketsOptions { Path = _folder.Path }, time);
    }

    protected override IDriftBucketStore Store { get; }

    protected override IDriftBucketStore Other { get; }

    public void Dispose() => _folder.Dispose();
}
