using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels.Buckets;

/// <summary>A range divided into buckets of equally many representable numbers. Works on keys: integers in the order of the numbers.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct KeyRange<T>
    where T : unmanaged, IFloatingPointIeee754<T>
{
    private readonly long _low;
    private readonly long _high;
    private readonly int _shift;

    private KeyRange(long low, long high, int shift) => (_low, _high, _shift) = (low, high, shift);

    /// <summary>The buckets whose inner ones cover a range of finite numbers.</summary>
    internal static KeyRange<T> Over(T low, T high)
    {
        (long first, long last) = (Key(low), Key(high));
        var steps = (ulong)(last - first);
        int shift = Math.Max(0, BitOperations.Log2(steps | 1) + 1 - BucketPlaces.BucketBits);

        // One bucket is left free at either end, so that the ends of the range do not share theirs with what lies beyond.
        if ((steps >> shift) + 3 > BucketPlaces.Buckets) { shift++; }
        long room = 1L << shift;
        long start = first >= long.MinValue + room ? first - room : long.MinValue;
        ulong length = Math.Min((ulong)(BucketPlaces.Buckets - 1) << shift, (ulong)(long.MaxValue - start));
        return new KeyRange<T>(start, (long)((ulong)start + length), shift);
    }

    /// <summary>The bucket of a finite number.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal int Of(T value)
    {
        long key = Math.Clamp(Key(value), _low, _high);
        return (int)((ulong)(key - _low) >> _shift);
    }

    /// <summary>The smallest and the largest finite number of the buckets from one to another.</summary>
    internal (T Smallest, T Largest) Ends(int first, int last)
    {
        // The key of a negative zero belongs to no number: it falls to neither side.
        long low = _low + ((long)first << _shift);
        long high = _low + ((long)last << _shift) + ((1L << _shift) - 1);
        return (
            first == 0 ? T.CreateTruncating(-Largest) : Value(low == -1 ? 0 : low),
            last >= BucketPlaces.Buckets - 1 ? T.CreateTruncating(Largest) : Value(high == -1 ? -2 : high));
    }

    private static double Largest => typeof(T) == typeof(float) ? float.MaxValue : double.MaxValue;

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

    // Keys beyond those of numbers become infinite, which every number is within.
    private static T Value(long key)
    {
        if (typeof(T) == typeof(float))
        {
            int clamped = (int)Math.Clamp(key, Key(-T.One / T.Zero), Key(T.One / T.Zero));
            return Unsafe.BitCast<int, T>(clamped ^ ((clamped >> 31) & int.MaxValue));
        }

        long wide = Math.Clamp(key, Key(-T.One / T.Zero), Key(T.One / T.Zero));
        return Unsafe.BitCast<long, T>(wide ^ ((wide >> 63) & long.MaxValue));
    }
}
