using System.Runtime.CompilerServices;

namespace ModelOps.Onnx.Kernels.Lanes;

/// <summary>Functions of whole vectors. The relative error is below 3e-7 where the result is a normal number; NaN stays NaN and infinities go to the limits.</summary>
/// <remarks>The polynomials interpolate the functions at Chebyshev nodes, computed with 40 digits and rounded to floats.</remarks>
/// <typeparam name="TLanes">Width.</typeparam>
/// <typeparam name="TVector">Vector of that width.</typeparam>
internal static class VectorMath<TLanes, TVector>
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>e to the power of x.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Exp(TVector x)
    {
        // Beyond these bounds the result is 0 or infinity anyway.
        x = TLanes.AtMost(TLanes.Create(89f), TLanes.AtLeast(TLanes.Create(-104f), x));
        TVector n = TLanes.Round(TLanes.Multiply(x, TLanes.Create(1.4426950f)));

        // ln 2 in two parts, the first short enough that n times it is exact even without a fused multiply-add.
        TVector r = TLanes.MultiplyAdd(n, TLanes.Create(-0.693145751953125f), x);
        r = TLanes.MultiplyAdd(n, TLanes.Create(-1.4286068e-6f), r);
        TVector p = TLanes.MultiplyAdd(r, TLanes.Create(0.0013926376f), TLanes.Create(0.0083633335f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(0.041666552f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(0.16666576f));
        p = TLanes.MultiplyAdd(p, r, TLanes.Create(0.5f));
        p = TLanes.MultiplyAdd(TLanes.Multiply(p, r), r, r);
        return TLanes.Scale(TLanes.Add(p, TLanes.Create(1f)), n);
    }

    /// <summary><c>1 / (1 + e^-x)</c></summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Sigmoid(TVector x)
    {
        TVector one = TLanes.Create(1f);
        return TLanes.Divide(one, TLanes.Add(one, Exp(TLanes.Subtract(TLanes.Create(0f), x))));
    }

    /// <summary>Hyperbolic tangent: a polynomial near 0, elsewhere <c>1 - 2 / (1 + e^2|x|)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Tanh(TVector x)
    {
        TVector size = TLanes.Abs(x);
        TVector one = TLanes.Create(1f);
        TVector far = TLanes.Subtract(one, TLanes.Divide(TLanes.Create(2f), TLanes.Add(one, Exp(TLanes.Add(size, size)))));
        TVector z = TLanes.Multiply(x, x);
        TVector p = TLanes.MultiplyAdd(z, TLanes.Create(-0.0060621421f), TLanes.Create(0.020973230f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(-0.053845823f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(0.13332736f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(-0.33333328f));
        TVector near = TLanes.MultiplyAdd(TLanes.Multiply(p, z), size, size);
        return TLanes.CopySign(TLanes.IfLess(size, TLanes.Create(0.625f), near, far), x);
    }

    /// <summary>Error function: a polynomial near 0, elsewhere <c>1 - e^-p(|x|)</c>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Erf(TVector x)
    {
        TVector size = TLanes.AtMost(TLanes.Create(4f), TLanes.Abs(x));
        TVector z = TLanes.Multiply(size, size);
        TVector p = TLanes.MultiplyAdd(z, TLanes.Create(7.875875e-5f), TLanes.Create(-0.00080168643f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(0.0051890872f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(-0.026854211f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(0.11283594f));
        p = TLanes.MultiplyAdd(p, z, TLanes.Create(-0.37612626f));
        TVector near = TLanes.Multiply(size, TLanes.MultiplyAdd(p, z, TLanes.Create(1.1283791f)));
        TVector q = TLanes.MultiplyAdd(size, TLanes.Create(1.3272362e-5f), TLanes.Create(-0.00031693702f));
        q = TLanes.MultiplyAdd(q, size, TLanes.Create(0.0034323514f));
        q = TLanes.MultiplyAdd(q, size, TLanes.Create(-0.022604773f));
        q = TLanes.MultiplyAdd(q, size, TLanes.Create(0.10328112f));
        q = TLanes.MultiplyAdd(q, size, TLanes.Create(0.63914126f));
        q = TLanes.MultiplyAdd(q, size, TLanes.Create(1.1258936f));
        q = TLanes.MultiplyAdd(q, size, TLanes.Create(0.00076589780f));
        TVector far = TLanes.Subtract(TLanes.Create(1f), Exp(TLanes.Subtract(TLanes.Create(0f), q)));
        return TLanes.CopySign(TLanes.IfLess(size, TLanes.Create(1f), near, far), x);
    }
}
