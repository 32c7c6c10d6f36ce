using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>What normalisations do with rows. Sums are added lane by lane, so widths differ in the last bits.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal static unsafe class RowFunctions<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Mean, and mean of the squared distances to it: two passes, which do not cancel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Moments(float* x, int length, out float mean, out float variance)
    {
        TVector sums = TLanes.Create(0f);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { sums = TLanes.Add(sums, TLanes.Load(x + i)); }
        if (i < length) { sums = TLanes.Add(sums, TLanes.LoadFirst(x + i, length - i)); }
        mean = TLanes.Sum(sums) / length;
        variance = SumOfSquares(x, length, mean) / length;
    }

    /// <summary>Sum of the squared distances to a centre.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float SumOfSquares(float* x, int length, float centre)
    {
        TVector middle = TLanes.Create(centre);
        TVector sums = TLanes.Create(0f);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TVector distance = TLanes.Subtract(TLanes.Load(x + i), middle);
            sums = TLanes.MultiplyAdd(distance, distance, sums);
        }

        int rest = length - i;
        if (rest > 0)
        {
            TVector distance = TLanes.FirstOf(TLanes.Subtract(TLanes.LoadFirst(x + i, rest), middle), TLanes.Create(0f), rest);
            sums = TLanes.MultiplyAdd(distance, distance, sums);
        }

        return TLanes.Sum(sums);
    }

    /// <summary><c>y = (x - centre) * factor * scale + shift</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Normalize(float* x, float* y, int length, float centre, float factor, float* scale, float* shift)
    {
        TVector middle = TLanes.Create(centre), by = TLanes.Create(factor), zero = TLanes.Create(0f);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TVector value = TLanes.Multiply(TLanes.Subtract(TLanes.Load(x + i), middle), by);
            TLanes.Store(y + i, TLanes.MultiplyAdd(value, TLanes.Load(scale + i), shift == null ? zero : TLanes.Load(shift + i)));
        }

        int rest = length - i;
        if (rest > 0)
        {
            TVector value = TLanes.Multiply(TLanes.Subtract(TLanes.LoadFirst(x + i, rest), middle), by);
            TLanes.StoreFirst(y + i, TLanes.MultiplyAdd(value, TLanes.LoadFirst(scale + i, rest), shift == null ? zero : TLanes.LoadFirst(shift + i, rest)), rest);
        }
    }

    /// <summary><c>y = x * scale + shift</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleShift(float* x, float* y, nint length, float scale, float shift)
    {
        TVector factor = TLanes.Create(scale), addend = TLanes.Create(shift);
        nint i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(y + i, TLanes.MultiplyAdd(TLanes.Load(x + i), factor, addend)); }
        int rest = (int)(length - i);
        if (rest > 0) { TLanes.StoreFirst(y + i, TLanes.MultiplyAdd(TLanes.LoadFirst(x + i, rest), factor, addend), rest); }
    }

    /// <summary><c>y = x * scale + shift</c> of each element its own.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void ScaleShiftEach(float* x, float* y, int length, float* scale, float* shift)
    {
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TLanes.Store(y + i, TLanes.MultiplyAdd(TLanes.Load(x + i), TLanes.Load(scale + i), TLanes.Load(shift + i)));
        }

        int rest = length - i;
        if (rest > 0)
        {
            TLanes.StoreFirst(y + i, TLanes.MultiplyAdd(TLanes.LoadFirst(x + i, rest), TLanes.LoadFirst(scale + i, rest), TLanes.LoadFirst(shift + i, rest)), rest);
        }
    }

    /// <summary><c>to += from * scale</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void AddScaled(float* to, float* from, int length, float scale)
    {
        TVector factor = TLanes.Create(scale);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(to + i, TLanes.MultiplyAdd(TLanes.Load(from + i), factor, TLanes.Load(to + i))); }
        int rest = length - i;
        if (rest > 0) { TLanes.StoreFirst(to + i, TLanes.MultiplyAdd(TLanes.LoadFirst(from + i, rest), factor, TLanes.LoadFirst(to + i, rest)), rest); }
    }
}
