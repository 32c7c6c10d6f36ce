using System.Numerics;

namespace ModelOps.Drift.Kernels.Walks;

/// <summary>Finds the largest distance of two distribution functions, exactly.</summary>
/// <remarks>After counting in buckets the distance is known at the end of every bucket, and inside one it can be larger than the largest of those only if its distance at the start
/// and its own values allow.</remarks>
internal static class KolmogorovSmirnovSearch
{
    internal static LargestDistance Find<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current)
        where T : unmanaged, IFloatingPointIeee754<T> => Find(reference, current, VectorWidths.Best);

    internal static LargestDistance Find<T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T> => SampleWalk.Take<DistanceWalk<T>, T>(reference, current, width).Result;
}
