using System.Numerics;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>Fetches the values of the buckets whose order matters.</summary>
internal static class OpenBuckets
{
    /// <summary>Marks such a bucket.</summary>
    internal const byte Mark = 1;

    /// <summary>The values of all buckets with <see cref="Mark"/>, sorted, so that those of a bucket stand together.</summary>
    /// <param name="map">The buckets.</param>
    /// <param name="values">Finite values.</param>
    /// <param name="counts">How many of them are in each bucket.</param>
    /// <param name="marks">A mark for each bucket.</param>
    internal static PooledBuffer<T> Sorted<TMap, T>(TMap map, ReadOnlySpan<T> values, ReadOnlySpan<int> counts, ReadOnlySpan<byte> marks)
        where TMap : IBucketMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int total = 0;
        for (int i = 0; i < counts.Length; i++) { total += marks[i] == Mark ? counts[i] : 0; }
        var kept = new PooledBuffer<T>(total);
        if (total == values.Length)
        {
            values.CopyTo(kept.Span);
        }
        else if (total > 0)
        {
            Collect(map, values, marks, marks.IndexOf(Mark), marks.LastIndexOf(Mark), kept.Span);
        }

        RadixSort.Sort(kept.Span);
        return kept;
    }

    private static void Collect<TMap, T>(TMap map, ReadOnlySpan<T> values, ReadOnlySpan<byte> marks, int first, int last, Span<T> kept)
        where TMap : IBucketMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        // A selection may write one value past its end.
        Span<T> selected = stackalloc T[BucketPlaces.BlockSize + 1];
        int count = 0;
        while (count < kept.Length)
        {
            ReadOnlySpan<T> block = values[..Math.Min(values.Length, BucketPlaces.BlockSize)];
            int some = map.Select(block, first, last, selected);
            foreach (T value in selected[..some])
            {
                if (marks[map.Of(value)] == Mark) { kept[count++] = value; }
            }

            values = values[block.Length..];
        }
    }
}
