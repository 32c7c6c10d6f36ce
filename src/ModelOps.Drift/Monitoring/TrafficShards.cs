namespace ModelOps.Drift.Monitoring;

/// <summary>Shards of a version's traffic.</summary>
internal sealed class TrafficShards(Func<ShardCell> makeCell) : ShardSet<TrafficShard>(() => new TrafficShard(makeCell))
{
    /// <summary>Hands what all shards counted to a collector, of which there is one at a time.</summary>
    internal void Collect(Action<ShardCell> collect)
    {
        foreach (TrafficShard shard in Made)
        {
            shard.Claim();
            List<ShardCell> cells = shard.Take();
            shard.Release();
            foreach (ShardCell cell in cells)
            {
                collect(cell);
                cell.Reset();
            }

            shard.Claim();
            shard.Return();
            shard.Release();
        }
    }
}
