using ModelOps.Conformance;
using ModelOps.Drift.Buckets;
using ModelOps.TestServers;

namespace ModelOps.Drift.Tests.Buckets;

public sealed class FolderDriftBucketsDiskTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Put_DiskFull_LosesNothingAndGoesOnLater()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        FolderDriftBuckets store = Open(disk);
        await store.PutAsync([DriftBuckets.Create(sequence: 1)], Cancellation);
        disk.Fill();
        DriftBucket large = DriftBuckets.Create(sequence: 2, content: new string('x', 100_000));

        DriftBucketStoreException error = await Assert.ThrowsAsync<DriftBucketStoreException>(() => store.PutAsync([large], Cancellation));

        Assert.Contains("disk is full", error.Message, StringComparison.Ordinal);
        Assert.NotNull(error.RetryAfter);
        Assert.Empty(Directory.GetFiles(Path.Combine(disk.Path, "unfinished")));
        Assert.Equal(["pod-1/0/1"], await store.TextsAsync(DriftBuckets.All()));
        disk.Empty();
        await store.PutAsync([large], Cancellation);
        Assert.Equal(2, Assert.Single(await store.ReadAsync(DriftBuckets.All(), Cancellation)).Sequence);
    }

    [Fact]
    public async Task Put_DiskReadOnly_IsToldAndReadingGoesOn()
    {
        using SmallDisk disk = SmallDisk.Mount(4);
        FolderDriftBuckets store = Open(disk);
        await store.PutAsync([DriftBuckets.Create(sequence: 1)], Cancellation);
        disk.Remount("ro");

        DriftBucketStoreException put = await Assert.ThrowsAsync<DriftBucketStoreException>(() => store.PutAsync([DriftBuckets.Create(sequence: 2)], Cancellation));
        DriftBucketStoreException remove = await Assert.ThrowsAsync<DriftBucketStoreException>(
            () => store.RemoveBeforeAsync(DriftBuckets.Model, DateTimeOffset.MaxValue, Cancellation));

        Assert.Contains("may not read or write", put.Message, StringComparison.Ordinal);
        Assert.Contains("may not read or write", remove.Message, StringComparison.Ordinal);
        Assert.Equal(["pod-1/0/1"], await store.TextsAsync(DriftBuckets.All()));
    }

    private static FolderDriftBuckets Open(SmallDisk disk) => new(new FolderDriftBucketsOptions { Path = disk.Path });
}
