namespace ModelOps.Drift.Sequential;

/// <summary>Ranks each binned value of a stream among the reference and all values before it. While the stream is exchangeable with the reference the
/// ranks are independent and exactly uniform, however small the reference (Vovk, Gammerman and Shafer, "Algorithmic learning in a random
/// world").</summary>
internal sealed class ConformalRanks
{
    private readonly long[] _tree;
    private readonly IndexedRandom _random;
    private long _total;

    internal ConformalRanks(ReadOnlySpan<long> referenceCounts, int seed, long drawn = 0)
    {
        _tree = new long[referenceCounts.Length + 1];
        _random = new IndexedRandom(seed, drawn);
        for (int bin = 0; bin < referenceCounts.Length; bin++)
        {
            Add(bin, referenceCounts[bin]);
        }
    }

    internal IndexedRandom Random => _random;

    /// <summary>Count of each bin, of the reference and all values since.</summary>
    internal long[] Counts() => [.. Enumerable.Range(0, _tree.Length - 1).Select(bin => Below(bin + 1) - Below(bin))];

    /// <summary>Counts a value and gives its rank from 0 to 1; equal values are ordered at random.</summary>
    internal double Next(int bin)
    {
        Add(bin, 1);
        long below = Below(bin);
        long tied = Below(bin + 1) - below;
        return (below + (_random.NextDouble() * tied)) / _total;
    }

    // A Fenwick tree: sums of counts below a bin in logarithmic time.
    private void Add(int bin, long count)
    {
        _total += count;
        for (int i = bin + 1; i < _tree.Length; i += i & -i) { _tree[i] += count; }
    }

    private long Below(int bin)
    {
        long sum = 0;
        for (int i = bin; i > 0; i -= i & -i) { sum += _tree[i]; }
        return sum;
    }
}
