using System.Numerics;
using System.Runtime.InteropServices;
using ModelOps.Drift.Kernels.Buckets;

namespace ModelOps.Drift.Kernels.Walks;

/// <summary>Two samples in one map of buckets: one level of <see cref="SampleWalk"/>.</summary>
/// <param name="reference">Reference values.</param>
/// <param name="current">Current values.</param>
/// <param name="hasTies">Whether to expect buckets whose values are all equal.</param>
/// <param name="levels">Levels that are left, this one included.</param>
/// <param name="width">Vectors to use.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct BucketedSamples<TWalk, T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, bool hasTies, int levels, VectorWidth width)
    where TWalk : struct, IDistributionWalk<TWalk, T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly ReadOnlySpan<T> _reference = reference;
    private readonly ReadOnlySpan<T> _current = current;

    private long Total => (long)_reference.Length + _current.Length;

    /// <summary>Walks along the samples; false, and nothing done, where buckets do not help or a value is not finite.</summary>
    internal bool TryWalk<TMap>(TMap map, ref TWalk walk)
        where TMap : IBucketMap<T>
    {
        using var x = new BucketContents(TWalk.NeedsSums);
        using var y = new BucketContents(TWalk.NeedsSums);
        using var marks = new PooledBuffer<BucketMark>(BucketPlaces.Buckets);
        using var equal = new PooledBuffer<T>(BucketPlaces.Buckets);
        if (!x.TryFill(map, _reference, walk.Origin) || !y.TryFill(map, _current, walk.Origin))
        {
            return false;
        }

        TWalk ahead = walk;
        ahead.LookAhead(x.Counts, y.Counts);
        if (Mark(x.Counts, y.Counts, ahead, marks.Span) > Total / 16 && hasTies)
        {
            marks.Span.Replace(BucketMark.Open, BucketMark.Unseen);
            EqualBuckets.Find(map, _reference, marks.Span, equal.Span);
            EqualBuckets.Find(map, _current, marks.Span, equal.Span);
        }

        var runs = new BucketRuns(marks.Span, x.Counts, y.Counts, Total);
        if (runs.Largest > Total - (Total / 4))
        {
            return false;
        }

        walk.LookAhead(x.Counts, y.Counts);
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
                    walk.PassEqual(x.Counts[i], y.Counts[i], equal.Span[i]);
                    break;
                default:
                    walk.PassBucket(x.Counts[i], y.Counts[i], x.Sum(i), y.Sum(i));
                    break;
            }
        }

        return true;
    }

    // Marks the buckets that are open; tells how many values they hold.
    private static long Mark(ReadOnlySpan<int> x, ReadOnlySpan<int> y, TWalk walk, Span<BucketMark> marks)
    {
        long open = 0;
        for (int i = 0; i < x.Length; i++)
        {
            bool isOpen = walk.IsOpen(x[i], y[i]);
            marks[i] = isOpen ? BucketMark.Open : BucketMark.Passed;
            open += isOpen ? (long)x[i] + y[i] : 0;
            walk.Skip(x[i], y[i]);
        }

        return open;
    }

    private void WalkRun<TMap>(TMap map, int first, int last, (int Reference, int Current) counts, ref TWalk walk)
        where TMap : IBucketMap<T>
    {
        using var x = new PooledBuffer<T>(counts.Reference + BucketPlaces.Slack);
        using var y = new PooledBuffer<T>(counts.Current + BucketPlaces.Slack);
        map.Select(_reference, first, last, x.Span);
        map.Select(_current, first, last, y.Span);
        SampleWalk.Walk(x.Span[..counts.Reference], y.Span[..counts.Current], ref walk, levels - 1, width);
    }
}
