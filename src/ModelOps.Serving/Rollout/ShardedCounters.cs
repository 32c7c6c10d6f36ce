namespace ModelOps.Serving;

/// <summary>A block of counters that many threads add to: each processor has its own copy, on cache lines of its own, and reading adds them up.</summary>
/// <remarks>Counters only grow, and may wrap; what reads them looks at differences.</remarks>
internal sealed class ShardedCounters
{
    private const int MaxShards = 16;
    private const int CacheLine = 128 / sizeof(long); // neighbours are fetched in pairs
    private readonly long[] _values;
    private readonly int _stride;
    private readonly int _mask;

    public ShardedCounters(int count)
    {
        Count = count;
        int shards = (int)System.Numerics.BitOperations.RoundUpToPowerOf2((uint)Math.Min(Environment.ProcessorCount, MaxShards));
        _mask = shards - 1;
        _stride = ((count + CacheLine - 1) / CacheLine * CacheLine) + CacheLine;
        _values = new long[(shards * _stride) + CacheLine];
    }

    public int Count { get; }

    /// <summary>Where the calling thread adds; good for a few additions in a row.</summary>
    public Span<long> Shard() => _values.AsSpan(CacheLine + ((Thread.GetCurrentProcessorId() & _mask) * _stride), Count);

    public void Read(Span<long> totals)
    {
        totals.Clear();
        for (int shard = 0; shard <= _mask; shard++)
        {
            int start = CacheLine + (shard * _stride);
            for (int i = 0; i < Count; i++) { totals[i] += Volatile.Read(ref _values[start + i]); }
        }
    }
}
