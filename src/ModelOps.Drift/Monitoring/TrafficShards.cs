namespace ModelOps.Drift.Monitoring;

/// <summary>Shards of a version's traffic, about one for each core. A call takes a free one and waits for nobody.</summary>
internal sealed class TrafficShards
{
    private readonly TrafficShard?[] _shards;
    private readonly Func<ShardCell> _makeCell;

    internal TrafficShards(Func<ShardCell> makeCell)
    {
        // Twice the cores: a thread may lose its core while it holds a shard, and another one takes over there.
        _shards = new TrafficShard?[Math.Min(256, 2 * Environment.ProcessorCount)];
        _makeCell = makeCell;
    }

    internal int Count => _shards.Count(static shard => shard is not null);

    internal TrafficShard Claim()
    {
        int first = Thread.GetCurrentProcessorId();
        for (var spin = default(SpinWait); ; spin.SpinOnce())
        {
            for (int i = 0; i < _shards.Length; i++)
            {
                ref TrafficShard? place = ref _shards[(uint)(first + i) % (uint)_shards.Length];
                TrafficShard shard = Volatile.Read(ref place) ?? Make(ref place);
                if (shard.TryClaim()) { return shard; }
            }
        }
    }

    /// <summary>Hands what all shards counted to a collector, of which there is one at a time.</summary>
    internal void Collect(Action<ShardCell> collect)
    {
        foreach (TrafficShard? made in _shards)
        {
            if (made is not { } shard) { continue; }
            WaitFor(shard);
            List<ShardCell> cells = shard.Take();
            shard.Release();
            foreach (ShardCell cell in cells)
            {
                collect(cell);
                cell.Reset();
            }

            WaitFor(shard);
            shard.Return();
            shard.Release();
        }
    }

    private static void WaitFor(TrafficShard shard)
    {
        for (var spin = default(SpinWait); !shard.TryClaim(); spin.SpinOnce())
        {
            // The holder adds one call's rows and lets go.
        }
    }

    private TrafficShard Make(ref TrafficShard? place)
    {
        TrafficShard made = new(_makeCell);
        return Interlocked.CompareExchange(ref place, made, null) ?? made;
    }
}
