using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>Buckets of equally many representable numbers, for values of very different sizes and for values with ties.</summary>
/// <remarks>Works on keys: integers in the order of the numbers.</remarks>
[StructLayout(LayoutKind.Auto)]
internal readonly struct KeyMap<T> : IBucketMap<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly long _low;
    private readonly long _high;
    private readonly int _shift;

    private KeyMap(long low, long high, int shift) => (_low, _high, _shift) = (low, high, shift);

    /// <summary>A map whose inner buckets cover a range of finite numbers.</summary>
    internal static KeyMap<T> Over(T low, T high)
    {
        (long first, long last) = (Key(low), Key(high));
        var steps = (ulong)(last - first);
        int shift = Math.Max(0, BitOperations.Log2(steps | 1) + 1 - BucketPlaces.BucketBits);

        // One bucket is left free at either end, so that the ends of the range do not share theirs with what lies beyond.
        if ((steps >> shift) + 3 > BucketPlaces.Buckets) { shift++; }
        long room = 1L << shift;
        long start = first >= long.MinValue + room ? first - room : long.MinValue;
        ulong length = Math.Min((ulong)(BucketPlaces.Buckets - 1) << shift, (ulong)(long.MaxValue - start));
        return new KeyMap<T>(start, (long)((ulong)start + length), shift);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Of(T value)
    {
        long key = Math.Clamp(Key(value), _low, _high);
        return (int)((ulong)(key - _low) >> _shift);
    }

    public bool Place(ReadOnlySpan<T> block, Span<T> places)
    {
        bool finite = true;
        for (int i = 0; i < block.Length; i++)
        {
            places[i] = BucketPlaces.Of<T>(Of(block[i]));
            finite &= T.IsFinite(block[i]);
        }

        return finite;
    }

    public void Select(ReadOnlySpan<T> values, int first, int last, Span<T> kept)
    {
        int most = kept.Length - BucketPlaces.Slack;
        int count = 0;
        foreach (T value in values)
        {
            kept[count] = value;
            count += (uint)(Of(value) - first) <= (uint)(last - first) ? 1 : 0;
            if (count > most) { throw BucketPlaces.Changed(); }
        }
    }

    // The bits of a negative number fall as it rises. Both zeros get one key.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static long Key(T value)
    {
        if (typeof(T) == typeof(float))
        {
            int bits = Unsafe.BitCast<T, int>(value + T.Zero);
            return bits ^ ((bits >> 31) & int.MaxValue);
        }

        long wide = Unsafe.BitCast<T, long>(value + T.Zero);
        return wide ^ ((wide >> 63) & long.MaxValue);
    }
}
