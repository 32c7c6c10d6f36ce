using System.Runtime.CompilerServices;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>How buckets are written down: in the lowest bits of a number, because adding a number with no room for fractions puts them there.</summary>
internal static class BucketPlaces
{
    /// <summary>Buckets of a map: few enough that their counts stay in the cache next to the processor, so many that few values share one.</summary>
    internal const int Buckets = 1 << BucketBits;

    internal const int BucketBits = 14;

    /// <summary>Numbers of a block.</summary>
    internal const int BlockSize = 128;

    /// <summary>What a selection may write past its end: a vector.</summary>
    internal const int Slack = 16;

    /// <summary>The bucket at a place; within range whatever the bits are.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static nuint Bucket<T>(ref T place)
        where T : unmanaged => Unsafe.As<T, uint>(ref place) & (Buckets - 1);

    /// <summary>The place of a bucket.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static T Of<T>(int bucket)
        where T : unmanaged => typeof(T) == typeof(float) ? Unsafe.BitCast<int, T>(bucket) : Unsafe.BitCast<long, T>(bucket);

    internal static InvalidOperationException Changed() => new("A sample changed while it was compared. Compare a copy, or let no other thread write to it.");
}
