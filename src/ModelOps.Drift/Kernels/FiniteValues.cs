using System.Numerics;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ModelOps.Drift.Kernels.Lanes;

namespace ModelOps.Drift.Kernels;

/// <summary>Leaves out what is not finite.</summary>
internal static class FiniteValues
{
    /// <summary>Copies the finite values, in their order.</summary>
    /// <param name="values">Any values.</param>
    /// <param name="kept">As long as the values.</param>
    /// <returns>How many there are.</returns>
    internal static int Copy<T>(ReadOnlySpan<T> values, Span<T> kept)
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        int count = 0;
        foreach (T value in values)
        {
            kept[count] = value;
            count += T.IsFinite(value) ? 1 : 0;
        }

        return count;
    }

    /// <summary>Whether all values are finite.</summary>
    internal static bool AreAll<T>(ReadOnlySpan<T> values, VectorWidth width)
        where T : unmanaged, IFloatingPointIeee754<T> => width switch
        {
            VectorWidth.Bits512 => AreAll<Lanes512<T>, Vector512<T>, T>(values),
            VectorWidth.Bits256 => AreAll<Lanes256<T>, Vector256<T>, T>(values),
            VectorWidth.Bits128 => AreAll<Lanes128<T>, Vector128<T>, T>(values),
            _ => AreAll<ScalarLanes<T>, T, T>(values),
        };

    private static bool AreAll<TLanes, TVector, T>(ReadOnlySpan<T> values)
        where TLanes : ILanes<TVector, T>
        where TVector : unmanaged
        where T : unmanaged, IFloatingPointIeee754<T>
    {
        ref T from = ref MemoryMarshal.GetReference(values);
        TVector differences = TLanes.Create(T.Zero);
        int at = 0;
        for (; at <= values.Length - TLanes.Count; at += TLanes.Count)
        {
            // A finite number differs from itself by 0, any other one by NaN.
            TVector some = TLanes.Load(ref from, at);
            differences = TLanes.Add(differences, TLanes.Subtract(some, some));
        }

        bool finite = !TLanes.HasNaN(differences);
        for (; at < values.Length; at++) { finite &= T.IsFinite(values[at]); }
        return finite;
    }
}
