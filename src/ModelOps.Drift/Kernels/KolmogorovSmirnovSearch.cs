using System.Numerics;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels.Buckets;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels;

/// <summary>Finds the largest distance of two distribution functions, exactly, without sorting the samples whole.</summary>
/// <remarks>
/// <para>Both samples are counted in buckets. The distance is then known at the end of every bucket, and inside one it can be larger than the largest of those only if its distance
/// at the start and its own values allow. Only such buckets are sorted: of a million values a side often some thousands.</para>
/// <para>Values for which no buckets fit, down to all values, are sorted digit by digit, so the time is linear at worst.</para>
/// </remarks>
internal static class KolmogorovSmirnovSearch
{
    // Below so many values a side, sorting is about as quick.
    private const int Smallest = 1 << 14;

    internal static LargestDistance Find<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IFloatingPointIeee754<T> => Find(reference, current, VectorWidths.Best);

    internal static LargestDistance Find<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T> =>
        Math.Min(reference.Length, current.Length) >= Smallest && InBuckets(reference, current, width) is { } found ? found : OfFinite(reference, current, width);

    /// <summary>The specification: sorts both samples and walks along them.</summary>
    internal static LargestDistance BySorting<T>(Span<T> reference, Span<T> current)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        var walk = new DistanceWalk<T>(reference.Length, current.Length);
        if (!reference.IsEmpty && !current.IsEmpty)
        {
            RadixSort.Sort(reference);
            RadixSort.Sort(current);
            walk.Walk(reference, current);
        }

        return walk.Result;
    }

    private static LargestDistance OfFinite<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var referenceBuffer = new PooledBuffer<T>(reference.Length);
        using var currentBuffer = new PooledBuffer<T>(current.Length);
        Span<T> x = referenceBuffer.Span[..FiniteValues.Copy(reference, referenceBuffer.Span)];
        Span<T> y = currentBuffer.Span[..FiniteValues.Copy(current, currentBuffer.Span)];
        return Math.Min(x.Length, y.Length) >= Smallest && InBuckets(x, y, width) is { } found ? found : BySorting(x, y);
    }

    // Null when a value is not finite.
    private static LargestDistance? InBuckets<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        BucketSample<T> sample = BucketSample<T>.Of(reference, current, stackalloc T[2 * BucketSample<T>.Size]);
        if (!sample.IsEnough)
        {
            return null;
        }

        bool hasTies = sample.HasTies;
        if (sample.Linear() is not { } range)
        {
            return BucketedDistance.Find(sample.Keys, reference, current, hasTies);
        }

        return width switch
        {
            VectorWidth.Bits512 => BucketedDistance.Find(new LinearMap<Lanes512<T>, Vector512<T>, T>(range), reference, current, hasTies),
            VectorWidth.Bits256 => BucketedDistance.Find(new LinearMap<Lanes256<T>, Vector256<T>, T>(range), reference, current, hasTies),
            VectorWidth.Bits128 => BucketedDistance.Find(new LinearMap<Lanes128<T>, Vector128<T>, T>(range), reference, current, hasTies),
            _ => BucketedDistance.Find(new LinearMap<ScalarLanes<T>, T, T>(range), reference, current, hasTies),
        };
    }
}
