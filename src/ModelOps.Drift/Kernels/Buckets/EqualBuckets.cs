using System.Numerics;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>Tells the open buckets whose values are all equal from those that have to be looked into.</summary>
internal static class EqualBuckets
{
    /// <summary>Looks at the values of one sample after the other.</summary>
    /// <param name="map">The buckets.</param>
    /// <param name="values">Finite values.</param>
    /// <param name="marks">At first <see cref="BucketMark.Unseen"/> where a bucket is open; then <see cref="BucketMark.Equal"/> or <see cref="BucketMark.Open"/>.</param>
    /// <param name="firstValues">Receives a value of each such bucket.</param>
    internal static void Find<TMap, T>(TMap map, ReadOnlySpan<T> values, Span<BucketMark> marks, Span<T> firstValues)
        where TMap : IBucketMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
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
}
