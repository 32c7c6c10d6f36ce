using System.Globalization;
using ModelOps.Conformance;
using ModelOps.Drift.Buckets;
using ModelOps.TestServers;
using ModelOps.TestSupport;

namespace ModelOps.Drift.Tests.Buckets;

public sealed class FolderDriftBucketsCrashTests
{
    private const string Program = "ModelOps.Drift.CrashChild";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Kill_InTheMiddleOfWriting_LosesNothingThatWasKept()
    {
        using TemporaryFolder folder = new();
        var random = new Random(1);
        List<long> kept = [];
        for (int life = 0; life < 6; life++)
        {
            await using ChildProcess child = ChildProcess.Start(Program, folder.Path, "pod-1");
            long last = 0;
            for (int i = random.Next(1, 12); i > 0; i--) { last = long.Parse((await child.ReadLineAsync(Cancellation))!, CultureInfo.InvariantCulture); }
            await child.KillAsync();
            kept.Add(last);
        }

        IReadOnlyList<DriftBucket> read = await new FolderDriftBuckets(new FolderDriftBucketsOptions { Path = folder.Path }).ReadAsync(DriftBuckets.All(), Cancellation);

        Assert.Equal(kept.Count, read.Count); // one for each life: the replica's name is the same, its epochs are not
        Assert.All(read, static bucket =>
        {
            Assert.Equal(20_000 + bucket.Sequence, bucket.Profile.Length);
            Assert.False(bucket.Profile.Span.ContainsAnyExcept((byte)bucket.Sequence));
        });
        Assert.All(kept.Order().Zip(read.Select(static b => b.Sequence).Order()), static pair => Assert.True(pair.Second >= pair.First));
    }

    [Fact]
    public async Task SeveralProcesses_OneFolder_ReadersSeeWholeBucketsOnly()
    {
        using TemporaryFolder folder = new();
        await using ChildProcess one = ChildProcess.Start(Program, folder.Path, "pod-1");
        await using ChildProcess two = ChildProcess.Start(Program, folder.Path, "pod-2");
        await one.ReadLineAsync(Cancellation);
        await two.ReadLineAsync(Cancellation);
        FolderDriftBuckets store = new(new FolderDriftBucketsOptions { Path = folder.Path });
        Dictionary<string, long> seen = [];

        for (int i = 0; i < 100; i++)
        {
            IReadOnlyList<DriftBucket> read = await store.ReadAsync(DriftBuckets.All(), Cancellation);
            Assert.Equal(["pod-1", "pod-2"], read.Select(static b => b.Replica));
            foreach (DriftBucket bucket in read)
            {
                Assert.True(bucket.Sequence >= seen.GetValueOrDefault(bucket.Replica));
                Assert.False(bucket.Profile.Span.ContainsAnyExcept((byte)bucket.Sequence));
                seen[bucket.Replica] = bucket.Sequence;
            }
        }
    }
}
