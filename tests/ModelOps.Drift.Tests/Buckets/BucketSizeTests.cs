using ModelOps.Drift.Buckets;
using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Buckets;

public sealed class BucketSizeTests
{
    // What docs/guides/drift-replicas.md says of sizes.
    [Theory]
    [InlineData(30, 600, 13_000)]
    [InlineData(1000, 600, 420_000)]
    public async Task Bucket_OfAMinute_IsSmallAndComesBack(int features, int rows, int most)
    {
        var builder = new DatasetProfileBuilder();
        for (int i = 0; i < features; i++) { builder.AddNumeric($"feature {i}", PortableData.Uniform(i + 1, 1000)); }
        DatasetProfile reference = builder.Build();
        var accumulator = new ProfileAccumulator(reference);
        foreach (double[] row in PortableData.Uniform(5, features * rows).Chunk(features)) { accumulator.Add(row); }
        var sum = new BucketSum(new BucketBins(reference));
        sum.Add(accumulator.Snapshot(), rows);
        byte[] content = sum.Write();
        var store = new MemoryDriftBuckets();
        await store.PutAsync([Conformance.DriftBuckets.Create() with { Profile = content }], TestContext.Current.CancellationToken);

        TestContext.Current.TestOutputHelper!.WriteLine($"{features} features: {content.Length} bytes a bucket, reference {DriftProfileFile.WriteBinary(reference).Length}");
        Assert.InRange(content.Length, most / 2, most);
        Assert.True((await store.ReadAsync(Conformance.DriftBuckets.All(), TestContext.Current.CancellationToken))[0].Profile.Span.SequenceEqual(content));
    }
}
