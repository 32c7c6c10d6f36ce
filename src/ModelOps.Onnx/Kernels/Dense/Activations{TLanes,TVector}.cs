using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Dense;

/// <summary>Applies functions to rows that a product has just left in the cache.</summary>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal static unsafe class Activations<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Replaces values by the function's.</summary>
    public static void Run(Activation activation, float* values, nint length)
    {
        switch (activation.Kind)
        {
            case ActivationKind.None: break;
            case ActivationKind.Sigmoid: Sigmoid(values, length); break;
            case ActivationKind.Tanh: Tanh(values, length); break;
            default: Others(activation, values, length); break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Sigmoid(float* values, nint length)
    {
        nint i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(values + i, VectorMath<TLanes, TVector>.Sigmoid(TLanes.Load(values + i))); }
        int rest = (int)(length - i);
        if (rest > 0) { TLanes.StoreFirst(values + i, VectorMath<TLanes, TVector>.Sigmoid(TLanes.LoadFirst(values + i, rest)), rest); }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tanh(float* values, nint length)
    {
        nint i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(values + i, VectorMath<TLanes, TVector>.Tanh(TLanes.Load(values + i))); }
        int rest = (int)(length - i);
        if (rest > 0) { TLanes.StoreFirst(values + i, VectorMath<TLanes, TVector>.Tanh(TLanes.LoadFirst(values + i, rest)), rest); }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Others(Activation activation, float* values, nint length)
    {
        TVector alpha = TLanes.Create(activation.Alpha);
        TVector beta = TLanes.Create(activation.Beta);
        nint i = 0;
        for (; i <= length - TLanes.Count; i += TLanes.Count) { TLanes.Store(values + i, Apply(activation.Kind, alpha, beta, TLanes.Load(values + i))); }
        int rest = (int)(length - i);
        if (rest > 0) { TLanes.StoreFirst(values + i, Apply(activation.Kind, alpha, beta, TLanes.LoadFirst(values + i, rest)), rest); }
    }

    /// <summary>The function of one vector. The kind is the same for a whole run, so the branch is foreseen.</summary>
    private static TVector Apply(ActivationKind kind, TVector alpha, TVector beta, TVector x)
    {
        TVector zero = TLanes.Create(0f);
        TVector one = TLanes.Create(1f);
        switch (kind)
        {
            case ActivationKind.Relu: return TLanes.AtLeast(zero, x);
            case ActivationKind.Clip: return TLanes.AtMost(beta, TLanes.AtLeast(alpha, x));
            case ActivationKind.LeakyRelu: return TLanes.IfLess(x, zero, TLanes.Multiply(alpha, x), x);
            case ActivationKind.Gelu:
                TVector erf = VectorMath<TLanes, TVector>.Erf(TLanes.Multiply(x, TLanes.Create(0.70710678f)));
                return TLanes.Multiply(TLanes.Multiply(TLanes.Create(0.5f), x), TLanes.Add(one, erf));
            case ActivationKind.GeluTanh:
                TVector cubic = TLanes.MultiplyAdd(TLanes.Multiply(TLanes.Create(0.044715f), TLanes.Multiply(x, x)), x, x);
                TVector tanh = VectorMath<TLanes, TVector>.Tanh(TLanes.Multiply(TLanes.Create(0.79788456f), cubic));
                return TLanes.Multiply(TLanes.Multiply(TLanes.Create(0.5f), x), TLanes.Add(one, tanh));
            case ActivationKind.Swish: return TLanes.Multiply(x, VectorMath<TLanes, TVector>.Sigmoid(TLanes.Multiply(alpha, x)));
            case ActivationKind.HardSigmoid: return TLanes.AtLeast(zero, TLanes.AtMost(one, TLanes.MultiplyAdd(alpha, x, beta)));
            case ActivationKind.Elu:
                return TLanes.IfLess(x, zero, TLanes.Multiply(alpha, TLanes.Subtract(VectorMath<TLanes, TVector>.Exp(x), one)), x);
            case ActivationKind.Softsign: return TLanes.Divide(x, TLanes.Add(one, TLanes.Abs(x)));
            case ActivationKind.Affine: return TLanes.MultiplyAdd(alpha, x, beta);
            case ActivationKind.ScaledTanh: return TLanes.Multiply(alpha, VectorMath<TLanes, TVector>.Tanh(TLanes.Multiply(beta, x)));
            case ActivationKind.ThresholdedRelu: return TLanes.IfLess(alpha, x, x, zero);
            case ActivationKind.Sigmoid: return VectorMath<TLanes, TVector>.Sigmoid(x);
            case ActivationKind.Tanh: return VectorMath<TLanes, TVector>.Tanh(x);
            default: return x;
        }
    }
}
