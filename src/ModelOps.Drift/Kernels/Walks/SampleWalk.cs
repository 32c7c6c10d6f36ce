using System.Numerics;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels.Buckets;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels.Walks;

/// <summary>Takes a walk along two samples without sorting them whole.</summary>
/// <remarks>
/// <para>Both samples are counted in buckets. Most buckets the walk can pass by their counts alone. Only the values of the others are looked at further, in finer buckets of their own
/// and at last sorted: of a million values a side often some hundreds.</para>
/// <para>Where buckets do not tell values apart, all are sorted digit by digit. There are at most <see cref="MostLevels"/> levels, so the time is linear at worst.</para>
/// </remarks>
internal static class SampleWalk
{
    /// <summary>Most levels of buckets inside buckets.</summary>
    private const int MostLevels = 4;

    // Fewer values than this are sorted at once.
    private const int Smallest = 1 << 12;

    /// <summary>Takes the whole walk along the finite values of two samples.</summary>
    /// <returns>The walk, at its end; at its beginning when a sample has no finite value.</returns>
    internal static TWalk Take<TWalk, T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, VectorWidth width)
        where TWalk : struct, IDistributionWalk<TWalk, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        T middle = reference.IsEmpty ? T.Zero : reference[reference.Length / 2];
        double origin = T.IsFinite(middle) ? double.CreateTruncating(middle) : 0;
        TWalk walk = TWalk.Begin(reference.Length, current.Length, origin);
        if (TryBuckets(reference, current, ref walk, MostLevels, width))
        {
            return walk;
        }

        using var referenceBuffer = new PooledBuffer<T>(reference.Length);
        using var currentBuffer = new PooledBuffer<T>(current.Length);
        Span<T> x = referenceBuffer.Span[..FiniteValues.Copy(reference, referenceBuffer.Span)];
        Span<T> y = currentBuffer.Span[..FiniteValues.Copy(current, currentBuffer.Span)];
        walk = TWalk.Begin(x.Length, y.Length, origin);

        // Where nothing was left out, buckets were tried already.
        bool isTried = x.Length == reference.Length && y.Length == current.Length;
        if (!x.IsEmpty && !y.IsEmpty) { Walk(x, y, ref walk, isTried ? 0 : MostLevels, width); }
        return walk;
    }

    /// <summary>Walks along values that may be overwritten, all finite.</summary>
    internal static void Walk<TWalk, T>(Span<T> reference, Span<T> current, ref TWalk walk, int levels, VectorWidth width)
        where TWalk : struct, IDistributionWalk<TWalk, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (TryBuckets(reference, current, ref walk, levels, width))
        {
            return;
        }

        RadixSort.Sort(reference);
        RadixSort.Sort(current);
        walk.PassSorted(reference, current);
    }

    /// <summary>Walks along values that are not touched; false, and nothing done, where they are few, buckets do not help or a value is not finite.</summary>
    private static bool TryBuckets<TWalk, T>(ReadOnlySpan<T> reference, ReadOnlySpan<T> current, ref TWalk walk, int levels, VectorWidth width)
        where TWalk : struct, IDistributionWalk<TWalk, T>
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (levels == 0 || reference.Length + (long)current.Length < Smallest)
        {
            return false;
        }

        BucketSample<T> sample = BucketSample<T>.Of(reference, current, stackalloc T[2 * BucketSample<T>.Size]);
        if (!sample.IsEnough)
        {
            return false;
        }

        var samples = new BucketedSamples<TWalk, T>(reference, current, sample.HasTies, levels, width);
        return width switch
        {
            VectorWidth.Bits512 => TryBuckets<Lanes512<T>, Vector512<T>, TWalk, T>(sample, samples, ref walk),
            VectorWidth.Bits256 => TryBuckets<Lanes256<T>, Vector256<T>, TWalk, T>(sample, samples, ref walk),
            VectorWidth.Bits128 => TryBuckets<Lanes128<T>, Vector128<T>, TWalk, T>(sample, samples, ref walk),
            _ => TryBuckets<ScalarLanes<T>, T, TWalk, T>(sample, samples, ref walk),
        };
    }

    private static bool TryBuckets<TLanes, TVector, TWalk, T>(BucketSample<T> sample, BucketedSamples<TWalk, T> samples, ref TWalk walk)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where TWalk : struct, IDistributionWalk<TWalk, T>
        where T : unmanaged, IFloatingPointIeee754<T> =>
        (sample.Linear() is { } range && samples.TryWalk(new LinearMap<TLanes, TVector, T>(range), ref walk))

        // A value that most others equal shares its bucket of equal width with some; here it has one of its own.
        || samples.TryWalk(new KeyMap<TLanes, TVector, T>(sample.Keys), ref walk);
}
