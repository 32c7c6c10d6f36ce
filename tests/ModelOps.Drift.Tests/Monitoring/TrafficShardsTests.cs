using ModelOps.Drift.Monitoring;
using ModelOps.Drift.Profiles;

namespace ModelOps.Drift.Tests.Monitoring;

public sealed class TrafficShardsTests
{
    private static readonly DatasetProfile Reference = MonitoringData.Reference(1, 100, 8);

    [Fact]
    public async Task Claim_AllTaken_GetsTheNextThatIsFree()
    {
        TrafficShards shards = Make();
        TrafficShard[] taken = [.. Enumerable.Range(0, 2 * Environment.ProcessorCount).Select(_ => shards.Claim())];
        Assert.Equal(taken.Length, taken.Distinct().Count());
        Assert.Equal(taken.Length, shards.Count);
        Task<TrafficShard> waiting = Task.Run(shards.Claim);
        taken[^1].Release();
        Assert.Same(taken[^1], await waiting);
    }

    [Fact]
    public void Claim_OneCallAfterAnother_MakesFewShards()
    {
        TrafficShards shards = Make();
        for (int i = 0; i < 1000; i++) { shards.Claim().Release(); }
        Assert.InRange(shards.Count, 1, Environment.ProcessorCount);
    }

    [Fact]
    public void Collect_GivesCellsBackEmptyForTheNextBucket()
    {
        TrafficShards shards = Make();
        TrafficShard shard = shards.Claim();
        ShardCell cell = shard.Cell(7);
        ShardCell other = shard.Cell(8);
        cell.Rows = 3;
        shard.Release();
        var seen = new List<(long Bucket, long Rows)>();
        shards.Collect(collected => seen.Add((collected.Bucket, collected.Rows)));
        Assert.Equal([(7, 3), (8, 0)], seen);
        Assert.True(shard.TryClaim());
        ShardCell again = shard.Cell(9);
        Assert.Equal((9, 0), (again.Bucket, again.Rows));
        Assert.Contains(again, new[] { cell, other });
    }

    private static TrafficShards Make()
    {
        var plan = new TrafficPlan([], ["x[0]"], null);
        return new TrafficShards(() => new ShardCell(Reference, plan));
    }
}
