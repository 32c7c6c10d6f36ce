using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelOps.Drift.Kernels;

/// <summary>Sorts finite numbers by their bits, digit by digit from the lowest; -0 comes before 0. Time is linear whatever the values are.</summary>
internal static class RadixSort
{
    // Below this the comparisons of an ordinary sort cost less than the passes.
    private const int Smallest = 1024;
    private const int DigitBits = 11;
    private const int Digits = 1 << DigitBits;

    internal static void Sort<T>(Span<T> values)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        if (values.Length < Smallest)
        {
            values.Sort();
        }
        else if (typeof(T) == typeof(float))
        {
            SortBits(MemoryMarshal.Cast<T, uint>(values));
        }
        else
        {
            SortBits(MemoryMarshal.Cast<T, ulong>(values));
        }
    }

    private static void SortBits<TBits>(Span<TBits> bits)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        int width = Unsafe.SizeOf<TBits>() * 8;
        int passes = (width + DigitBits - 1) / DigitBits;
        using var counts = new PooledBuffer<int>(passes * Digits);
        using var other = new PooledBuffer<TBits>(bits.Length);
        counts.Span.Clear();
        OrderAndCount(bits, counts.Span, passes);

        Span<TBits> from = bits;
        Span<TBits> to = other.Span;
        for (int pass = 0; pass < passes; pass++)
        {
            Span<int> places = counts.Span.Slice(pass * Digits, Digits);
            int shift = pass * DigitBits;
            if (places[Digit(from[0], shift)] == from.Length)
            {
                continue;
            }

            int place = 0;
            foreach (ref int count in places) { (count, place) = (place, place + count); }
            Deal(from, to, places, shift);
            Span<TBits> swap = from;
            from = to;
            to = swap;
        }

        Restore(from, bits);
    }

    // Integers in the order of the numbers: the sign is flipped, and of a negative number all bits.
    private static void OrderAndCount<TBits>(Span<TBits> bits, Span<int> counts, int passes)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        int top = (Unsafe.SizeOf<TBits>() * 8) - 1;
        TBits sign = TBits.One << top;
        foreach (ref TBits value in bits)
        {
            TBits negative = TBits.Zero - (value >> top);
            value ^= negative | sign;
            for (int pass = 0; pass < passes; pass++) { counts[(pass * Digits) + Digit(value, pass * DigitBits)]++; }
        }
    }

    private static void Deal<TBits>(ReadOnlySpan<TBits> from, Span<TBits> to, Span<int> places, int shift)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        foreach (TBits value in from) { to[places[Digit(value, shift)]++] = value; }
    }

    private static void Restore<TBits>(ReadOnlySpan<TBits> from, Span<TBits> bits)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits>
    {
        int top = (Unsafe.SizeOf<TBits>() * 8) - 1;
        TBits sign = TBits.One << top;
        for (int i = 0; i < bits.Length; i++)
        {
            TBits value = from[i];
            TBits negative = (value >> top) - TBits.One;
            bits[i] = value ^ (negative | sign);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Digit<TBits>(TBits value, int shift)
        where TBits : unmanaged, IBinaryInteger<TBits>, IUnsignedNumber<TBits> => int.CreateTruncating(value >> shift) & (Digits - 1);
}
