using System.Numerics;
using ModelOps.Drift.Kernels.Buckets;

namespace ModelOps.Drift.Kernels;

/// <summary>The search of <see cref="KolmogorovSmirnovSearch"/> over one map of buckets.</summary>
internal static class BucketedDistance
{
    // A bucket that cannot hold the largest distance; one that can and has to be sorted; one that can and whose values are not known yet; one that can and whose values are all equal.
    private const byte Passed = 0;
    private const byte Open = OpenBuckets.Mark;
    private const byte Unseen = 2;
    private const byte Equal = 3;

    /// <summary>Finds the largest distance; null when a value is not finite.</summary>
    internal static LargestDistance? Find<TMap, T>(TMap map, ReadOnlySpan<T> reference, ReadOnlySpan<T> current, bool hasTies)
        where TMap : IBucketMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using var counts = new PooledBuffer<int>(2 * BucketPlaces.Buckets);
        using var marks = new PooledBuffer<byte>(BucketPlaces.Buckets);
        using var values = new PooledBuffer<T>(BucketPlaces.Buckets);
        Span<int> referenceCounts = counts.Span[..BucketPlaces.Buckets];
        Span<int> currentCounts = counts.Span[BucketPlaces.Buckets..];
        if (!BucketCounts.Count(map, reference, referenceCounts) || !BucketCounts.Count(map, current, currentCounts))
        {
            return null;
        }

        long open = Mark(referenceCounts, currentCounts, reference.Length, current.Length, marks.Span);
        if (hasTies && open > ((long)reference.Length + current.Length) / 16)
        {
            marks.Span.Replace(Open, Unseen);
            FindEqual(map, reference, marks.Span, values.Span);
            FindEqual(map, current, marks.Span, values.Span);
        }

        return Walk(map, reference, current, referenceCounts, currentCounts, marks.Span, values.Span);
    }

    // Opens the buckets in which the distance may reach the largest at any bucket's end; equal is enough, as the first place is wanted.
    private static long Mark(ReadOnlySpan<int> reference, ReadOnlySpan<int> current, long referenceTotal, long currentTotal, Span<byte> marks)
    {
        long largest = 0;
        long steps = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            steps += (reference[i] * currentTotal) - (current[i] * referenceTotal);
            largest = Math.Max(largest, Math.Abs(steps));
        }

        long open = 0;
        steps = 0;
        for (int i = 0; i < reference.Length; i++)
        {
            long rise = reference[i] * currentTotal;
            long fall = current[i] * referenceTotal;
            bool isOpen = (rise != 0 || fall != 0) && Math.Max(Math.Abs(steps + rise), Math.Abs(steps - fall)) >= largest;
            marks[i] = isOpen ? Open : Passed;
            open += isOpen ? (long)reference[i] + current[i] : 0;
            steps += rise - fall;
        }

        return open;
    }

    // Tells the open buckets whose values are all equal from those that have to be sorted.
    private static void FindEqual<TMap, T>(TMap map, ReadOnlySpan<T> values, Span<byte> marks, Span<T> firstValues)
        where TMap : IBucketMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        foreach (T value in values)
        {
            int bucket = map.Of(value);
            ref byte mark = ref marks[bucket];
            if (mark == Unseen)
            {
                firstValues[bucket] = value;
                mark = Equal;
            }
            else if (mark == Equal && value != firstValues[bucket])
            {
                mark = Open;
            }
        }
    }

    private static LargestDistance Walk<TMap, T>(
        TMap map, ReadOnlySpan<T> reference, ReadOnlySpan<T> current, ReadOnlySpan<int> referenceCounts, ReadOnlySpan<int> currentCounts, ReadOnlySpan<byte> marks, ReadOnlySpan<T> equal)
        where TMap : IBucketMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        using PooledBuffer<T> referenceBuffer = OpenBuckets.Sorted(map, reference, referenceCounts, marks);
        using PooledBuffer<T> currentBuffer = OpenBuckets.Sorted(map, current, currentCounts, marks);
        ReadOnlySpan<T> x = referenceBuffer.Span;
        ReadOnlySpan<T> y = currentBuffer.Span;
        var walk = new DistanceWalk<T>(reference.Length, current.Length);
        for (int i = 0; i < marks.Length; i++)
        {
            switch (marks[i])
            {
                case Open:
                    walk.Walk(x[..referenceCounts[i]], y[..currentCounts[i]]);
                    x = x[referenceCounts[i]..];
                    y = y[currentCounts[i]..];
                    break;
                case Equal:
                    walk.PassEqual(referenceCounts[i], currentCounts[i], equal[i]);
                    break;
                default:
                    walk.Pass(referenceCounts[i], currentCounts[i]);
                    break;
            }
        }

        return walk.Result;
    }
}
