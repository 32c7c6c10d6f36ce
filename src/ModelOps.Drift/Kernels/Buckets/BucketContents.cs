using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>How many values of a sample each bucket holds and, where wanted, their sum.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct BucketContents(bool withSums)
{
    private readonly PooledBuffer<int> _counts = new(BucketPlaces.Buckets);
    private readonly PooledBuffer<double> _sums = new(withSums ? BucketPlaces.Buckets : 0);

    internal ReadOnlySpan<int> Counts => _counts.Span;

    /// <summary>Sum of a bucket's values, each less the origin; 0 where sums are not wanted.</summary>
    internal double Sum(int bucket) => withSums ? _sums.Span[bucket] : 0;

    /// <summary>Fills the buckets; false when a value is not finite.</summary>
    internal bool TryFill<TMap, T>(TMap map, ReadOnlySpan<T> values, double origin)
        where TMap : IBucketMap<T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        withSums ? BucketCounts.Sum(map, values, origin, _counts.Span, _sums.Span) : BucketCounts.Count(map, values, _counts.Span);

    public void Dispose()
    {
        _counts.Dispose();
        _sums.Dispose();
    }
}
