using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>A look at few of many values, to choose the buckets for all. It decides about time, never about a result.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct BucketSample<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    /// <summary>Values looked at in each of the two samples.</summary>
    internal const int Size = 512;

    private const int CostOfTail = 2;

    private readonly Span<T> _sorted;

    private BucketSample(Span<T> sorted) => _sorted = sorted;

    /// <summary>Whether it holds enough to judge by.</summary>
    internal bool IsEnough => _sorted.Length >= Size / 2;

    /// <summary>Whether many values occur more than once.</summary>
    internal bool HasTies => Pairs(default(KeyMap<Lanes.ScalarLanes<T>, T, T>), countTies: true) >= 8;

    internal KeyRange<T> Keys => KeyRange<T>.Over(_sorted[0], _sorted[^1]);

    /// <summary>Takes finite values at equal distances from both samples.</summary>
    /// <param name="reference">One sample.</param>
    /// <param name="current">The other one.</param>
    /// <param name="room">Memory for twice <see cref="Size"/> values.</param>
    internal static BucketSample<T> Of(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, Span<T> room)
    {
        int count = Take(reference, room);
        count += Take(current, room[count..]);
        room[..count].Sort();
        return new BucketSample<T>(room[..count]);
    }

    /// <summary>The best range for buckets of equal width; null where they would hold very different numbers of values.</summary>
    internal LinearRange<T>? Linear()
    {
        // Long tails leave too few buckets for the middle: then they are cut off, and looked into apart.
        LinearRange<T>? best = null;
        long fewest = long.MaxValue;
        foreach (int cut in (ReadOnlySpan<int>)[1, _sorted.Length / 64, _sorted.Length / 16])
        {
            if (LinearRange<T>.Of(_sorted[cut], _sorted[^(cut + 1)]) is { } range
                && Pairs(new LinearMap<Lanes.ScalarLanes<T>, T, T>(range), countTies: false) is var pairs && pairs < fewest)
            {
                (best, fewest) = (range, pairs);
            }
        }

        // Buckets of equal width are the quicker ones, so they may be somewhat worse.
        return fewest <= _sorted.Length / 4 || fewest / 4 <= Pairs(new KeyMap<Lanes.ScalarLanes<T>, T, T>(Keys), countTies: false) ? best : null;
    }

    private static int Take(ReadOnlySpan<T> values, Span<T> room)
    {
        int count = 0;
        for (int i = 0; i < Size && i < values.Length; i++)
        {
            T value = values[(int)((long)i * values.Length / Size)];
            room[count] = value;
            count += T.IsFinite(value) ? 1 : 0;
        }

        return count;
    }

    // Pairs of values in one bucket: what a search for the exact place would have to tell apart. Equal values need none, and the outermost buckets are for few values.
    private long Pairs<TMap>(TMap map, bool countTies)
        where TMap : IBucketMap<T>
    {
        long pairs = 0;
        int bucketStart = 0;
        int tieStart = 0;
        for (int i = 1; i < _sorted.Length; i++)
        {
            if (_sorted[i] != _sorted[i - 1]) { tieStart = i; }
            if (countTies)
            {
                pairs += i - tieStart;
                continue;
            }

            int bucket = map.Of(_sorted[i]);
            if (bucket != map.Of(_sorted[i - 1])) { bucketStart = i; }
            pairs += bucket is 0 or BucketPlaces.Buckets - 1 ? CostOfTail : tieStart - bucketStart;
        }

        return pairs;
    }
}
