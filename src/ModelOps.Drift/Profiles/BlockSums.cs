using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Profiles;

/// <summary>Sums, smallest and largest of a block of values, exactly.</summary>
/// <remarks>Grid steps are whole numbers of at most 2^48, so a double holds the sum of up to 32 of them. A square is made of the halves h and l of its root, of 24 bits each, as
/// h²·2^48 + hl·2^25 + l²: a double also holds the sum of up to 32 of each of these. So nothing is ever rounded, and the order of adding does not matter.</remarks>
/// <param name="Sums">Sums of the grid steps.</param>
/// <param name="Min">The smallest value; zeros have no sign.</param>
/// <param name="Max">The largest value; zeros have no sign.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct BlockSums(ExactSums Sums, double Min, double Max)
{
    private const int MostAdded = 32;
    private const double Half = 1 << 24;

    /// <summary>Sums finite values.</summary>
    internal static BlockSums Of(ReadOnlySpan<double> values, ValueGrid grid, VectorWidth width)
    {
        var sums = new BlockSums(default, double.PositiveInfinity, double.NegativeInfinity);
        int whole = values.Length - (values.Length % Math.Max(1, (int)width / sizeof(double)));
        sums = width switch
        {
            VectorWidth.Bits512 => sums.Add<Lanes512<double>, Vector512<double>>(values[..whole], grid),
            VectorWidth.Bits256 => sums.Add<Lanes256<double>, Vector256<double>>(values[..whole], grid),
            VectorWidth.Bits128 => sums.Add<Lanes128<double>, Vector128<double>>(values[..whole], grid),
            _ => sums.Add<ScalarLanes<double>, double>(values[..whole], grid),
        };
        return whole == values.Length ? sums : sums.Add<ScalarLanes<double>, double>(values[whole..], grid);
    }

    private BlockSums Add<TLanes, TVector>(ReadOnlySpan<double> values, ValueGrid grid)
        where TLanes : ILanes<TVector, double>
        where TVector : unmanaged
    {
        BlockSums sums = this;
        while (!values.IsEmpty)
        {
            int length = Math.Min(values.Length, MostAdded * TLanes.Count);
            sums = sums.AddExactly<TLanes, TVector>(values[..length], grid);
            values = values[length..];
        }

        return sums;
    }

    private BlockSums AddExactly<TLanes, TVector>(ReadOnlySpan<double> values, ValueGrid grid)
        where TLanes : ILanes<TVector, double>
        where TVector : unmanaged
    {
        ref double from = ref MemoryMarshal.GetReference(values);
        TVector zero = TLanes.Create(0);
        (TVector center, TVector scale) = (TLanes.Create(grid.Center), TLanes.Create(grid.Scale));
        (TVector sum, TVector clamped, TVector high, TVector middle, TVector low) = (zero, zero, zero, zero, zero);
        (TVector min, TVector max) = (TLanes.Create(Min), TLanes.Create(Max));
        for (int at = 0; at < values.Length; at += TLanes.Count)
        {
            TVector value = TLanes.Add(TLanes.Load(ref from, at), zero);
            min = TLanes.Min(min, value);
            max = TLanes.Max(max, value);

            TVector steps = TLanes.Round(TLanes.Multiply(TLanes.Subtract(value, center), scale));
            TVector size = TLanes.Abs(steps);
            clamped = TLanes.AddWhereAtLeast(clamped, size, TLanes.Create(ValueGrid.Reach + 1), TLanes.Create(1));
            sum = TLanes.Add(sum, TLanes.Max(TLanes.Min(steps, TLanes.Create(ValueGrid.Reach)), TLanes.Create(-ValueGrid.Reach)));

            size = TLanes.Min(size, TLanes.Create(ValueGrid.Reach));
            TVector upper = TLanes.Floor(TLanes.Multiply(size, TLanes.Create(1 / Half)));
            TVector lower = TLanes.Subtract(size, TLanes.Multiply(upper, TLanes.Create(Half)));
            high = TLanes.Add(high, TLanes.Multiply(upper, upper));
            middle = TLanes.Add(middle, TLanes.Multiply(upper, lower));
            low = TLanes.Add(low, TLanes.Multiply(lower, lower));
        }

        UInt128 squares = ((UInt128)(ulong)Whole<TLanes, TVector>(high) << 48) + ((UInt128)(ulong)Whole<TLanes, TVector>(middle) << 25) + (UInt128)(ulong)Whole<TLanes, TVector>(low);
        var block = new ExactSums(Whole<TLanes, TVector>(sum), squares, Whole<TLanes, TVector>(clamped));
        (double least, double greatest) = Ends<TLanes, TVector>(min, max);
        return new BlockSums(Sums.Merge(block), least, greatest);
    }

    // The lanes together may be more than a double holds exactly.
    private static long Whole<TLanes, TVector>(TVector lanes)
        where TLanes : ILanes<TVector, double>
        where TVector : unmanaged
    {
        Span<double> numbers = stackalloc double[TLanes.Count];
        TLanes.Store(lanes, ref numbers[0], 0);
        long whole = 0;
        foreach (double number in numbers) { whole += (long)number; }
        return whole;
    }

    private static (double Min, double Max) Ends<TLanes, TVector>(TVector mins, TVector maxes)
        where TLanes : ILanes<TVector, double>
        where TVector : unmanaged
    {
        Span<double> numbers = stackalloc double[2 * TLanes.Count];
        TLanes.Store(mins, ref numbers[0], 0);
        TLanes.Store(maxes, ref numbers[0], TLanes.Count);
        (double min, double max) = (double.PositiveInfinity, double.NegativeInfinity);
        for (int i = 0; i < TLanes.Count; i++)
        {
            min = Math.Min(min, numbers[i]);
            max = Math.Max(max, numbers[i + TLanes.Count]);
        }

        return (min, max);
    }
}
