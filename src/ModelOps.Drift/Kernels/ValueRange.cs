using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels;

/// <summary>Smallest and largest of some values.</summary>
/// <param name="Min">The smallest; infinity for no values. Means nothing unless all are finite. Zero has no sign.</param>
/// <param name="Max">The largest, likewise.</param>
/// <param name="AreFinite">Whether all are finite.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct ValueRange(double Min, double Max, bool AreFinite)
{
    internal static ValueRange Empty { get; } = new(double.PositiveInfinity, double.NegativeInfinity, true);

    internal ValueRange Merge(ValueRange other) => new(Math.Min(Min, other.Min), Math.Max(Max, other.Max), AreFinite && other.AreFinite);

    /// <summary>The range of values.</summary>
    internal static ValueRange Of<T>(ReadOnlySpan<T> values, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int whole = values.Length & -Math.Max(1, (int)width / Unsafe.SizeOf<T>());
        ValueRange range = width switch
        {
            VectorWidth.Bits512 => Of<Lanes512<T>, Vector512<T>, T>(values[..whole]),
            VectorWidth.Bits256 => Of<Lanes256<T>, Vector256<T>, T>(values[..whole]),
            VectorWidth.Bits128 => Of<Lanes128<T>, Vector128<T>, T>(values[..whole]),
            _ => Of<ScalarLanes<T>, T, T>(values[..whole]),
        };
        return whole == values.Length ? range : range.Merge(Of<ScalarLanes<T>, T, T>(values[whole..]));
    }

    private static ValueRange Of<TLanes, TVector, T>(ReadOnlySpan<T> values)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        TVector zero = TLanes.Create(T.Zero);
        TVector products = zero;
        (TVector min, TVector max) = (TLanes.Create(T.PositiveInfinity), TLanes.Create(T.NegativeInfinity));
        for (int at = 0; at < values.Length; at += TLanes.Count)
        {
            TVector some = TLanes.Load(ref from, at);
            min = TLanes.Min(min, some);
            max = TLanes.Max(max, some);
            products = TLanes.MultiplyAdd(some, zero, products); // NaN unless finite
        }

        return new ValueRange(double.CreateTruncating(TLanes.Least(min)) + 0, double.CreateTruncating(TLanes.Greatest(max)) + 0, !TLanes.HasNaN(products));
    }
}
