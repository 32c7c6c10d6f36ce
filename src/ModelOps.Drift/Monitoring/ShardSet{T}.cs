namespace ModelOps.Drift.Monitoring;

/// <summary>Shards, about one for each core. A call takes a free one and waits for nobody.</summary>
internal class ShardSet<T>(Func<T> make)
    where T : ClaimedShard
{
    // Twice the cores: a thread may lose its core while it holds a shard, and another one takes over there.
    private readonly T?[] _shards = new T?[Math.Min(256, 2 * Environment.ProcessorCount)];

    internal int Count => _shards.Count(static shard => shard is not null);

    /// <summary>Those that were made.</summary>
    internal IEnumerable<T> Made => _shards.OfType<T>();

    internal T Claim()
    {
        int first = Thread.GetCurrentProcessorId();
        for (var spin = default(SpinWait); ; spin.SpinOnce())
        {
            for (int i = 0; i < _shards.Length; i++)
            {
                ref T? place = ref _shards[(uint)(first + i) % (uint)_shards.Length];
                T shard = Volatile.Read(ref place) ?? Make(ref place);
                if (shard.TryClaim()) { return shard; }
            }
        }
    }

    private T Make(ref T? place)
    {
        T made = make();
        return Interlocked.CompareExchange(ref place, made, null) ?? made;
    }
}
