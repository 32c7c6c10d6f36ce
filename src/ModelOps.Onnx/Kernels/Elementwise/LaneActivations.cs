using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>Activation functions, as ONNX defines them.</summary>
internal static class LaneActivations
{
    /// <summary>The number, or 0 below 0; NaN stays.</summary>
    internal readonly struct Relu : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.IfLess(x, TLanes.Create(0f), TLanes.Create(0f), x);
    }

    internal readonly struct LeakyRelu(float alpha) : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.IfLess(x, TLanes.Create(0f), TLanes.Multiply(TLanes.Create(alpha), x), x);
    }

    internal readonly struct ThresholdedRelu(float alpha) : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.IfLess(TLanes.Create(alpha), x, x, TLanes.Create(0f));
    }

    internal readonly struct Elu(float alpha) : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.IfLess(x, TLanes.Create(0f), TLanes.Multiply(TLanes.Create(alpha), TLanes.Subtract(VectorMath<TLanes, TVector>.Exp(x), TLanes.Create(1f))), x);
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly struct Selu(float alpha, float gamma) : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Multiply(TLanes.Create(gamma), TLanes.IfLess(TLanes.Create(0f), x, x, TLanes.Multiply(TLanes.Create(alpha), TLanes.Subtract(VectorMath<TLanes, TVector>.Exp(x), TLanes.Create(1f)))));
    }

    internal readonly struct Celu(float alpha) : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.IfLess(TLanes.Create(0f), x, x, TLanes.Multiply(TLanes.Create(alpha), TLanes.Subtract(VectorMath<TLanes, TVector>.Exp(TLanes.Divide(x, TLanes.Create(alpha))), TLanes.Create(1f))));
    }

    [StructLayout(LayoutKind.Auto)]
    internal readonly struct HardSigmoid(float alpha, float beta) : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.AtLeast(TLanes.Create(0f), TLanes.AtMost(TLanes.Create(1f), TLanes.Add(TLanes.Multiply(TLanes.Create(alpha), x), TLanes.Create(beta))));
    }

    internal readonly struct HardSwish : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Multiply(x, TLanes.AtLeast(TLanes.Create(0f), TLanes.AtMost(TLanes.Create(1f), TLanes.Add(TLanes.Divide(x, TLanes.Create(6f)), TLanes.Create(0.5f)))));
    }

    internal readonly struct Softsign : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Divide(x, TLanes.Add(TLanes.Create(1f), TLanes.Abs(x)));
    }
}
