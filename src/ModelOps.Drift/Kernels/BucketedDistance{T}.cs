using System.Numerics;
using System.Runtime.InteropServices;
using ModelOps.Drift.Kernels.Buckets;

namespace ModelOps.Drift.Kernels;

/// <summary>One level of <see cref="KolmogorovSmirnovSearch"/>: two samples in one map of buckets.</summary>
/// <param name="reference">Reference values.</param>
/// <param name="current">Current values.</param>
/// <param name="hasTies">Whether to expect buckets whose values are all equal.</param>
/// <param name="levels">Levels that are left, this one included.</param>
/// <param name="width">Vectors to use.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct BucketedDistance<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, bool hasTies, int levels, VectorWidth width)
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _reference = reference;
    private readonly ReadOnlySpan<T> _current = current;

    private long Total => (long)_reference.Length + _current.Length;

    /// <summary>Walks along the samples; false, and nothing done, where buckets do not help or a value is not finite.</summary>
    internal bool TryWalk<TMap>(TMap map, ref DistanceWalk<T> walk)
        where TMap : IBucketMap<T>
    {
        using var counts = new PooledBuffer<int>(2 * BucketPlaces.Buckets);
        using var marks = new PooledBuffer<BucketMark>(BucketPlaces.Buckets);
        using var equal = new PooledBuffer<T>(BucketPlaces.Buckets);
        Span<int> x = counts.Span[..BucketPlaces.Buckets];
        Span<int> y = counts.Span[BucketPlaces.Buckets..];
        if (!BucketCounts.Count(map, _reference, x) || !BucketCounts.Count(map, _current, y))
        {
            return false;
        }

        if (Mark(x, y, ref walk, marks.Span) > Total / 16 && hasTies)
        {
            marks.Span.Replace(BucketMark.Open, BucketMark.Unseen);
            FindEqual(map, _reference, marks.Span, equal.Span);
            FindEqual(map, _current, marks.Span, equal.Span);
        }

        var runs = new BucketRuns(marks.Span, x, y);
        if (runs.Largest > Total - (Total / 4))
        {
            return false;
        }

        for (int i = 0; i < BucketPlaces.Buckets; i++)
        {
            switch (marks.Span[i])
            {
                case BucketMark.Open:
                    int last = runs.End(i);
                    WalkRun(map, i, last, runs.Count(i, last), ref walk);
                    i = last;
                    break;
                case BucketMark.Equal:
                    walk.PassEqual(x[i], y[i], equal.Span[i]);
                    break;
                default:
                    walk.Pass(x[i], y[i]);
                    break;
            }
        }

        return true;
    }

    // Opens the buckets in which the distance may reach the largest one known, at the end of some bucket or from before; tells how many values they hold.
    private static long Mark(ReadOnlySpan<int> x, ReadOnlySpan<int> y, ref DistanceWalk<T> walk, Span<BucketMark> marks)
    {
        DistanceWalk<T> ahead = walk;
        for (int i = 0; i < x.Length; i++)
        {
            ahead.Pass(x[i], y[i]);
            walk.Know(ahead.Steps);
        }

        long open = 0;
        ahead = walk;
        for (int i = 0; i < x.Length; i++)
        {
            bool isOpen = ahead.MayReach(x[i], y[i]);
            marks[i] = isOpen ? BucketMark.Open : BucketMark.Passed;
            open += isOpen ? (long)x[i] + y[i] : 0;
            ahead.Pass(x[i], y[i]);
        }

        return open;
    }

    // Tells the open buckets whose values are all equal from those that have to be looked into.
    private static void FindEqual<TMap>(TMap map, ReadOnlySpan<T> values, Span<BucketMark> marks, Span<T> firstValues)
        where TMap : IBucketMap<T>
    {
        Span<T> places = stackalloc T[BucketPlaces.BlockSize];
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> block = values[..Math.Min(values.Length, BucketPlaces.BlockSize)];
            map.Place(block, places);
            for (int i = 0; i < block.Length; i++)
            {
                int bucket = (int)BucketPlaces.Bucket(ref places[i]);
                ref BucketMark mark = ref marks[bucket];
                if (mark == BucketMark.Unseen)
                {
                    firstValues[bucket] = block[i];
                    mark = BucketMark.Equal;
                }
                else if (mark == BucketMark.Equal && block[i] != firstValues[bucket])
                {
                    mark = BucketMark.Open;
                }
            }

            values = values[block.Length..];
        }
    }

    private void WalkRun<TMap>(TMap map, int first, int last, (int Reference, int Current) counts, ref DistanceWalk<T> walk)
        where TMap : IBucketMap<T>
    {
        using var x = new PooledBuffer<T>(counts.Reference + BucketPlaces.Slack);
        using var y = new PooledBuffer<T>(counts.Current + BucketPlaces.Slack);
        map.Select(_reference, first, last, x.Span);
        map.Select(_current, first, last, y.Span);
        KolmogorovSmirnovSearch.Walk(x.Span[..counts.Reference], y.Span[..counts.Current], ref walk, levels - 1, width);
    }
}
