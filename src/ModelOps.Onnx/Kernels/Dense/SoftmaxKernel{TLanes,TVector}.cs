using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>Softmax: exponentials of the distances to the greatest value, divided by their sum. Widths add in orders of their own, so results differ in the last bits.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal static unsafe class SoftmaxKernel<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Values that lie together.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Row(float* x, float* y, int length, bool isLogarithm)
    {
        float greatest = Greatest(x, length);
        TVector max = TLanes.Create(greatest);
        TVector zero = TLanes.Create(0f), sums = zero;
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count)
        {
            TVector distance = TLanes.Subtract(TLanes.Load(x + i), max);
            TVector share = VectorMath<TLanes, TVector>.Exp(distance);
            sums = TLanes.Add(sums, share);
            TLanes.Store(y + i, isLogarithm ? distance : share);
        }

        int rest = length - i;
        if (rest > 0)
        {
            TVector distance = TLanes.Subtract(TLanes.LoadFirst(x + i, rest), max);
            TVector share = TLanes.FirstOf(VectorMath<TLanes, TVector>.Exp(distance), zero, rest);
            sums = TLanes.Add(sums, share);
            TLanes.StoreFirst(y + i, isLogarithm ? distance : share, rest);
        }

        float sum = TLanes.Sum(sums);
        if (isLogarithm) { RowFunctions<TLanes, TVector>.ScaleShift(y, y, length, 1, -MathF.Log(sum)); }
        else { RowFunctions<TLanes, TVector>.ScaleShift(y, y, length, 1 / sum, 0); }
    }

    /// <summary>Values that lie apart: a vector of neighbouring columns at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Columns(float* x, float* y, int length, int inner, bool isLogarithm)
    {
        float* logarithms = stackalloc float[TLanes.Count];
        for (int column = 0; column < inner; column += TLanes.Count)
        {
            int count = Math.Min(TLanes.Count, inner - column);
            TVector max = TLanes.Create(float.NegativeInfinity);
            for (nint i = 0; i < length; i++) { max = TLanes.AtLeast(max, TLanes.LoadFirst(x + (i * inner) + column, count)); }
            TVector sums = TLanes.Create(0f);
            for (nint i = 0; i < length; i++)
            {
                TVector distance = TLanes.Subtract(TLanes.LoadFirst(x + (i * inner) + column, count), max);
                TVector share = VectorMath<TLanes, TVector>.Exp(distance);
                sums = TLanes.Add(sums, share);
                TLanes.StoreFirst(y + (i * inner) + column, isLogarithm ? distance : share, count);
            }

            TVector last = sums;
            if (isLogarithm)
            {
                TLanes.Store(logarithms, sums);
                for (int lane = 0; lane < TLanes.Count; lane++) { logarithms[lane] = MathF.Log(logarithms[lane]); }
                last = TLanes.Load(logarithms);
            }

            for (nint i = 0; i < length; i++)
            {
                float* at = y + (i * inner) + column;
                TVector value = TLanes.LoadFirst(at, count);
                TLanes.StoreFirst(at, isLogarithm ? TLanes.Subtract(value, last) : TLanes.Divide(value, last), count);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Greatest(float* x, int length)
    {
        TVector none = TLanes.Create(float.NegativeInfinity), max = none;
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { max = TLanes.AtLeast(max, TLanes.Load(x + i)); }
        int rest = length - i;
        if (rest > 0) { max = TLanes.AtLeast(max, TLanes.FirstOf(TLanes.LoadFirst(x + i, rest), none, rest)); }
        return TLanes.Max(max);
    }
}
