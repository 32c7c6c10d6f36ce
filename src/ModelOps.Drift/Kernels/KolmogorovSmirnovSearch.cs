using System.Numerics;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels.Buckets;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels;

/// <summary>Finds the largest distance of two distribution functions, exactly, without sorting the samples whole.</summary>
/// <remarks>
/// <para>Both samples are counted in buckets. The distance is then known at the end of every bucket, and inside one it can be larger than the largest of those only if its distance
/// at the start and its own values allow. Only the values of such buckets are looked at further, in finer buckets of their own and at last sorted: of a million values a side often
/// some hundreds.</para>
/// <para>Where buckets do not tell values apart, all are sorted digit by digit. There are at most <see cref="MostLevels"/> levels, so the time is linear at worst.</para>
/// </remarks>
internal static class KolmogorovSmirnovSearch
{
    /// <summary>Most levels of buckets inside buckets.</summary>
    internal const int MostLevels = 4;

    // Fewer values than this are sorted at once.
    private const int Smallest = 1 << 12;

    internal static LargestDistance Find<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IFloatingPointIeee754<T> => Find(reference, current, VectorWidths.Best);

    internal static LargestDistance Find<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var walk = new DistanceWalk<T>(reference.Length, current.Length);
        return TryBuckets(reference, current, ref walk, MostLevels, width) ? walk.Result : OfFinite(reference, current, width);
    }

    /// <summary>The specification: sorts both samples and walks along them.</summary>
    internal static LargestDistance BySorting<T>(Span<T> reference, Span<T> current)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var walk = new DistanceWalk<T>(reference.Length, current.Length);
        if (!reference.IsEmpty && !current.IsEmpty) { Sort(reference, current, ref walk); }
        return walk.Result;
    }

    /// <summary>Walks along values that may be overwritten, all finite.</summary>
    internal static void Walk<T>(Span<T> reference, Span<T> current, ref DistanceWalk<T> walk, int levels, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (!TryBuckets(reference, current, ref walk, levels, width)) { Sort(reference, current, ref walk); }
    }

    private static void Sort<T>(Span<T> reference, Span<T> current, ref DistanceWalk<T> walk)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        RadixSort.Sort(reference);
        RadixSort.Sort(current);
        walk.Walk(reference, current);
    }

    private static LargestDistance OfFinite<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var referenceBuffer = new PooledBuffer<T>(reference.Length);
        using var currentBuffer = new PooledBuffer<T>(current.Length);
        Span<T> x = referenceBuffer.Span[..FiniteValues.Copy(reference, referenceBuffer.Span)];
        Span<T> y = currentBuffer.Span[..FiniteValues.Copy(current, currentBuffer.Span)];
        if (x.Length == reference.Length && y.Length == current.Length)
        {
            return BySorting(x, y);
        }

        var walk = new DistanceWalk<T>(x.Length, y.Length);
        if (!x.IsEmpty && !y.IsEmpty) { Walk(x, y, ref walk, MostLevels, width); }
        return walk.Result;
    }

    // False, and nothing done, where values are few, buckets do not help or a value is not finite.
    private static bool TryBuckets<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, ref DistanceWalk<T> walk, int levels, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (levels == 0 || reference.Length + (long)current.Length < Smallest)
        {
            return false;
        }

        BucketSample<T> sample = BucketSample<T>.Of(reference, current, stackalloc T[2 * BucketSample<T>.Size]);
        if (!sample.IsEnough)
        {
            return false;
        }

        var search = new BucketedDistance<T>(reference, current, sample.HasTies, levels, width);
        if (sample.Linear() is not { } range)
        {
            return search.TryWalk(sample.Keys, ref walk);
        }

        return width switch
        {
            VectorWidth.Bits512 => search.TryWalk(new LinearMap<Lanes512<T>, Vector512<T>, T>(range), ref walk),
            VectorWidth.Bits256 => search.TryWalk(new LinearMap<Lanes256<T>, Vector256<T>, T>(range), ref walk),
            VectorWidth.Bits128 => search.TryWalk(new LinearMap<Lanes128<T>, Vector128<T>, T>(range), ref walk),
            _ => search.TryWalk(new LinearMap<ScalarLanes<T>, T, T>(range), ref walk),
        };
    }
}
