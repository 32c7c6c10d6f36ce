using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The parts of a norm that do not depend on the order of elements. Every width gives the same bits.</summary>
internal static unsafe class NormalizerKernel
{
    /// <summary>Divides a row by its norm, unless that is 0.</summary>
    public static void Divide(VectorWidth width, Span<float> row, float norm)
    {
        if (norm == 0f) { return; }
        fixed (float* x = row)
        {
            switch (width)
            {
                case VectorWidth.Bits512: Divide<Lanes512, Vector512<float>>(x, row.Length, norm); break;
                case VectorWidth.Bits256: Divide<Lanes256, Vector256<float>>(x, row.Length, norm); break;
                case VectorWidth.Bits128: Divide<Lanes128, Vector128<float>>(x, row.Length, norm); break;
                default: Divide<ScalarLanes, float>(x, row.Length, norm); break;
            }
        }
    }

    /// <summary>Roots of shares of a sum, each with the sign of its element: <c>sign(x) * sqrt(|x| / sum)</c>.</summary>
    public static void SignedRoots(VectorWidth width, Span<float> row, float sum)
    {
        fixed (float* x = row)
        {
            switch (width)
            {
                case VectorWidth.Bits512: SignedRoots<Lanes512, Vector512<float>>(x, row.Length, sum); break;
                case VectorWidth.Bits256: SignedRoots<Lanes256, Vector256<float>>(x, row.Length, sum); break;
                case VectorWidth.Bits128: SignedRoots<Lanes128, Vector128<float>>(x, row.Length, sum); break;
                default: SignedRoots<ScalarLanes, float>(x, row.Length, sum); break;
            }
        }
    }

    /// <summary>Largest element; NaN counts as nothing.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Max(ReadOnlySpan<float> row)
    {
        float max = float.MinValue;
        foreach (float value in row)
        {
            if (max < value) { max = value; }
        }

        return max;
    }

    private static void Divide<TLanes, TVector>(float* x, int length, float norm)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        TVector divisor = TLanes.Create(norm);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(x + i, TLanes.Divide(TLanes.Load(x + i), divisor)); }
        if (i < length) { TLanes.StoreFirst(x + i, TLanes.Divide(TLanes.LoadFirst(x + i, length - i), divisor), length - i); }
    }

    private static void SignedRoots<TLanes, TVector>(float* x, int length, float sum)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        TVector divisor = TLanes.Create(sum);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(x + i, SignedRoot<TLanes, TVector>(TLanes.Load(x + i), divisor)); }
        if (i < length) { TLanes.StoreFirst(x + i, SignedRoot<TLanes, TVector>(TLanes.LoadFirst(x + i, length - i), divisor), length - i); }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector SignedRoot<TLanes, TVector>(TVector x, TVector sum)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged => TLanes.CopySign(TLanes.Sqrt(TLanes.Divide(TLanes.Abs(x), sum)), x);
}
