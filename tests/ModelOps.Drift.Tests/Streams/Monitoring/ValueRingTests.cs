using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Streams.Monitoring;

namespace ModelOps.Drift.Tests.Streams.Monitoring;

public sealed class ValueRingTests
{
    private static readonly WatchedVersion Version = new(new VersionKey("m", "1"), [Plan("a"), Plan("b")], 0);

    [Fact]
    public void TryAdd_Full_RefusesAllOrNothing()
    {
        var ring = new ValueRing(1000);
        Assert.Equal(1024, ring.Capacity);
        Assert.True(ring.TryAdd(Version.Streams[0], new double[1020], 1));
        Assert.False(ring.TryAdd(Version.Streams[0], new double[5], 2));
        Assert.True(ring.TryAdd(Version.Streams[0], new double[4], 3));
        Assert.False(ring.TryAdd(Version.Streams[0], new double[1], 4));
        for (int i = 0; i < 1024; i++)
        {
            Assert.True(ring.TryTake(out HandedValue value));
            Assert.Equal(i < 1020 ? 1 : 3, value.At);
        }

        Assert.False(ring.TryTake(out _));
        Assert.True(ring.TryAdd(Version.Streams[0], new double[1024], 5));
        Assert.Equal(1024, ring.Count);
    }

    [Fact]
    public async Task TryAdd_ManyThreads_LoseNothingAndKeepTheOrderOfEach()
    {
        const int Writers = 8;
        const int Each = 60_000;
        var ring = new ValueRing(4096);
        Task[] writers = [.. Enumerable.Range(0, Writers).Select(writer => Task.Run(() => Write(ring, writer)))];
        var next = new double[Writers];
        long taken = 0;
        while (taken < Writers * Each)
        {
            if (!ring.TryTake(out HandedValue value))
            {
                await Task.Yield();
                continue;
            }

            taken++;
            Assert.Equal(next[value.At]++, value.Value);
            Assert.Same(Version.Streams[value.At % 2], value.Stream);
        }

        await Task.WhenAll(writers);
        Assert.False(ring.TryTake(out _));
        Assert.All(next, static count => Assert.Equal(Each, count));

        static void Write(ValueRing ring, int writer)
        {
            double[] values = new double[3];
            for (int i = 0; i < Each; i += values.Length)
            {
                for (int j = 0; j < values.Length; j++) { values[j] = i + j; }
                var wait = new SpinWait();
                while (!ring.TryAdd(Version.Streams[writer % 2], values, writer)) { wait.SpinOnce(); }
            }
        }
    }

    private static StreamPlan Plan(string name) => new StreamPlanner("k", name, new WatchedStreamOptions { Source = StreamSource.Latency }).Make()!;
}
