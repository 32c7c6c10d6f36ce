using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Profiles;

/// <summary>Sums the grid steps of a block of values, exactly, and counts their places: both at once, as the one keeps the core's vector units busy and the other the rest.</summary>
/// <remarks>Grid steps are whole numbers of at most 2^48, so a double holds the sum of up to 32 of them. A square is made of its root's nearest multiple of 2^24 and what is left, h and l, as
/// h² + 2hl + l²: a double also holds the sum of up to 32 of each of these. So nothing is ever rounded, and the order of adding does not matter.</remarks>
internal static class BlockSums
{
    private const int MostAdded = 32;
    private const int Together = 8;
    private const double Half = 1 << 24;

    // Leaves no bits for a fraction when it is added to a number below 2^51 in size; times 2^24, no bits below 2^24.
    private const double Rounder = 3L << 51;

    /// <summary>Sums finite values between the grid's ends.</summary>
    /// <param name="values">Floats or doubles; at most a block.</param>
    /// <param name="places">Their places.</param>
    /// <param name="counts">Counts of places.</param>
    /// <param name="grid">The grid.</param>
    /// <param name="width">Vectors to use.</param>
    internal static StepSums Of<T>(ReadOnlySpan<T> values, ReadOnlySpan<byte> places, Span<ushort> counts, ValueGrid grid, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int whole = values.Length & -Together;
        StepSums sums = width switch
        {
            VectorWidth.Bits512 => Of<Lanes512<double>, Vector512<double>, T>(values[..whole], places, counts, grid),
            VectorWidth.Bits256 => Of<Lanes256<double>, Vector256<double>, T>(values[..whole], places, counts, grid),
            VectorWidth.Bits128 => Of<Lanes128<double>, Vector128<double>, T>(values[..whole], places, counts, grid),
            _ => Of<ScalarLanes<double>, double, T>(values[..whole], places, counts, grid),
        };
        if (whole == values.Length) { return sums; }
        Count(places[whole..values.Length], counts);
        return sums.Merge(Exactly<ScalarLanes<double>, double, T>(values[whole..], [], counts, grid));
    }

    /// <summary>Counts places.</summary>
    internal static void Count(ReadOnlySpan<byte> places, Span<ushort> counts)
    {
        for (int i = 0; i < places.Length; i++) { counts[(i % BlockBins<double>.Tables * BlockBins<double>.Places) + places[i]]++; }
    }

    private static StepSums Of<TLanes, TVector, T>(ReadOnlySpan<T> values, ReadOnlySpan<byte> places, Span<ushort> counts, ValueGrid grid)
        where TLanes : ILanes<TVector, double>
        where TVector : unmanaged
        where T : unmanaged
    {
        StepSums sums = default;
        while (!values.IsEmpty)
        {
            int length = Math.Min(values.Length, MostAdded * TLanes.Count);
            sums = sums.Merge(Exactly<TLanes, TVector, T>(values[..length], places, counts, grid));
            values = values[length..];
            places = places[length..];
        }

        return sums;
    }

    private static StepSums Exactly<TLanes, TVector, T>(ReadOnlySpan<T> values, ReadOnlySpan<byte> places, Span<ushort> counts, ValueGrid grid)
        where TLanes : ILanes<TVector, double>
        where TVector : unmanaged
        where T : unmanaged
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        ref byte place = ref MemoryMarshal.GetReference(places);
        ref ushort count = ref MemoryMarshal.GetReference(counts);
        TVector zero = TLanes.Create(0);
        (TVector center, TVector scale) = (TLanes.Create(grid.Center), TLanes.Create(grid.Scale));
        (TVector rounder, TVector halver) = (TLanes.Create(Rounder), TLanes.Create(Rounder * Half));
        (TVector sum, TVector high, TVector middle, TVector low) = (zero, zero, zero, zero);
        for (int at = 0; at < values.Length; at += TLanes.Count)
        {
            if (at % Together == 0 && places.Length > 0) { CountEight(ref Unsafe.Add(ref place, at), ref count); }

            TVector steps = TLanes.MultiplyAdd(TLanes.Subtract(TLanes.LoadWide(ref from, at), center), scale, rounder);
            steps = TLanes.Subtract(steps, rounder);
            sum = TLanes.Add(sum, steps);

            TVector upper = TLanes.Subtract(TLanes.Add(steps, halver), halver);
            TVector lower = TLanes.Subtract(steps, upper);
            high = TLanes.MultiplyAdd(upper, upper, high);
            middle = TLanes.MultiplyAdd(upper, lower, middle);
            low = TLanes.MultiplyAdd(lower, lower, low);
        }

        return new StepSums(
            TLanes.SumWhole(sum),
            TLanes.SumWhole(TLanes.Multiply(high, TLanes.Create(1 / (Half * Half)))),
            TLanes.SumWhole(TLanes.Multiply(middle, TLanes.Create(1 / Half))),
            TLanes.SumWhole(low));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void CountEight(ref byte place, ref ushort count)
    {
        ref ushort second = ref Unsafe.Add(ref count, BlockBins<double>.Places);
        ref ushort third = ref Unsafe.Add(ref count, 2 * BlockBins<double>.Places);
        ref ushort fourth = ref Unsafe.Add(ref count, 3 * BlockBins<double>.Places);
        Unsafe.Add(ref count, (nuint)place)++;
        Unsafe.Add(ref second, (nuint)Unsafe.Add(ref place, 1))++;
        Unsafe.Add(ref third, (nuint)Unsafe.Add(ref place, 2))++;
        Unsafe.Add(ref fourth, (nuint)Unsafe.Add(ref place, 3))++;
        Unsafe.Add(ref count, (nuint)Unsafe.Add(ref place, 4))++;
        Unsafe.Add(ref second, (nuint)Unsafe.Add(ref place, 5))++;
        Unsafe.Add(ref third, (nuint)Unsafe.Add(ref place, 6))++;
        Unsafe.Add(ref fourth, (nuint)Unsafe.Add(ref place, 7))++;
    }
}
