namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>Deals finite numbers to <see cref="BucketPlaces.Buckets"/> buckets and never swaps their order: of two numbers in different buckets, that of the lower bucket is the
/// smaller. What lies beyond the map's range falls into the first or the last bucket.</summary>
/// <typeparam name="T">Float or double.</typeparam>
internal interface IBucketMap<T>
    where T : unmanaged
{
    /// <summary>The bucket of a finite number.</summary>
    int Of(T value);

    /// <summary>Writes the place of each number of a block, to be read with <see cref="BucketPlaces.Bucket{T}"/>. Numbers that are not finite get any bucket.</summary>
    /// <returns>Whether all numbers of the block are finite.</returns>
    bool Place(ReadOnlySpan<T> block, Span<T> places);

    /// <summary>Copies the numbers whose buckets lie from one to another, in their order.</summary>
    /// <param name="values">Finite numbers.</param>
    /// <param name="first">The first bucket.</param>
    /// <param name="last">The last bucket, or the one past it; its sum with the first is even.</param>
    /// <param name="kept">Longer than there are such numbers by <see cref="BucketPlaces.Slack"/>.</param>
    /// <exception cref="InvalidOperationException">There are more such numbers: another thread changes the values.</exception>
    void Select(ReadOnlySpan<T> values, int first, int last, Span<T> kept);
}
