using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>Counts and sums values in buckets.</summary>
internal static class BucketCounts
{
    /// <summary>Counts values. Stops at the first block with a value that is not finite.</summary>
    /// <param name="map">The buckets.</param>
    /// <param name="values">What to count.</param>
    /// <param name="counts">Cleared first; as long as there are buckets.</param>
    /// <returns>Whether all values are finite, so that all are counted.</returns>
    internal static bool Count<TMap, T>(TMap map, ReadOnlySpan<T> values, Span<int> counts)
        where TMap : IBucketMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        counts.Clear();
        Span<T> places = stackalloc T[BucketPlaces.BlockSize];
        ref T first = ref MemoryMarshal.GetReference(places);
        ref int count = ref MemoryMarshal.GetReference(counts[..BucketPlaces.Buckets]);
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> block = values[..Math.Min(values.Length, BucketPlaces.BlockSize)];
            if (!map.Place(block, places))
            {
                return false;
            }

            ref T place = ref first;
            ref T end = ref Unsafe.Add(ref first, block.Length & ~3);
            for (; Unsafe.IsAddressLessThan(ref place, ref end); place = ref Unsafe.Add(ref place, 4))
            {
                Unsafe.Add(ref count, BucketPlaces.Bucket(ref place))++;
                Unsafe.Add(ref count, BucketPlaces.Bucket(ref Unsafe.Add(ref place, 1)))++;
                Unsafe.Add(ref count, BucketPlaces.Bucket(ref Unsafe.Add(ref place, 2)))++;
                Unsafe.Add(ref count, BucketPlaces.Bucket(ref Unsafe.Add(ref place, 3)))++;
            }

            for (int i = block.Length & ~3; i < block.Length; i++)
            {
                Unsafe.Add(ref count, BucketPlaces.Bucket(ref Unsafe.Add(ref first, i)))++;
            }

            values = values[block.Length..];
        }

        return true;
    }

    /// <summary>Counts and sums values. Stops at the first block with a value that is not finite.</summary>
    /// <param name="map">The buckets.</param>
    /// <param name="values">What to count and sum.</param>
    /// <param name="origin">What is taken from each value before it is summed.</param>
    /// <param name="counts">Cleared first; as long as there are buckets.</param>
    /// <param name="sums">Likewise.</param>
    /// <returns>Whether all values are finite, so that all are counted.</returns>
    internal static bool Sum<TMap, T>(TMap map, ReadOnlySpan<T> values, double origin, Span<int> counts, Span<double> sums)
        where TMap : IBucketMap<T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        counts.Clear();
        sums.Clear();
        Span<T> places = stackalloc T[BucketPlaces.BlockSize];
        ref T first = ref MemoryMarshal.GetReference(places);
        ref int count = ref MemoryMarshal.GetReference(counts[..BucketPlaces.Buckets]);
        ref double sum = ref MemoryMarshal.GetReference(sums[..BucketPlaces.Buckets]);
        while (!values.IsEmpty)
        {
            ReadOnlySpan<T> block = values[..Math.Min(values.Length, BucketPlaces.BlockSize)];
            if (!map.Place(block, places))
            {
                return false;
            }

            for (int i = 0; i < block.Length; i++)
            {
                nuint bucket = BucketPlaces.Bucket(ref Unsafe.Add(ref first, i));
                Unsafe.Add(ref count, bucket)++;
                Unsafe.Add(ref sum, bucket) += double.CreateTruncating(block[i]) - origin;
            }

            values = values[block.Length..];
        }

        return true;
    }
}
