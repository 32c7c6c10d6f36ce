using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The functions at the end of support vector kernels, over many numbers at a time.</summary>
internal static unsafe class SvmMath
{
    /// <summary>Replaces each number by <c>exp(factor * x)</c>.</summary>
    public static void Exp(VectorWidth width, Span<float> values, float factor)
    {
        fixed (float* x = values)
        {
            switch (width)
            {
                case VectorWidth.Bits512: Exp<Lanes512, Vector512<float>>(x, values.Length, factor); break;
                case VectorWidth.Bits256: Exp<Lanes256, Vector256<float>>(x, values.Length, factor); break;
                case VectorWidth.Bits128: Exp<Lanes128, Vector128<float>>(x, values.Length, factor); break;
                default: Exp<ScalarLanes, float>(x, values.Length, factor); break;
            }
        }
    }

    /// <summary>Replaces each number by its hyperbolic tangent.</summary>
    public static void Tanh(VectorWidth width, Span<float> values)
    {
        fixed (float* x = values)
        {
            switch (width)
            {
                case VectorWidth.Bits512: Tanh<Lanes512, Vector512<float>>(x, values.Length); break;
                case VectorWidth.Bits256: Tanh<Lanes256, Vector256<float>>(x, values.Length); break;
                case VectorWidth.Bits128: Tanh<Lanes128, Vector128<float>>(x, values.Length); break;
                default: Tanh<ScalarLanes, float>(x, values.Length); break;
            }
        }
    }

    private static void Exp<TLanes, TVector>(float* x, int length, float factor)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        TVector f = TLanes.Create(factor);
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(x + i, VectorMath<TLanes, TVector>.Exp(TLanes.Multiply(TLanes.Load(x + i), f))); }
        if (i < length) { TLanes.StoreFirst(x + i, VectorMath<TLanes, TVector>.Exp(TLanes.Multiply(TLanes.LoadFirst(x + i, length - i), f)), length - i); }
    }

    private static void Tanh<TLanes, TVector>(float* x, int length)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        int i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(x + i, VectorMath<TLanes, TVector>.Tanh(TLanes.Load(x + i))); }
        if (i < length) { TLanes.StoreFirst(x + i, VectorMath<TLanes, TVector>.Tanh(TLanes.LoadFirst(x + i, length - i)), length - i); }
    }
}
