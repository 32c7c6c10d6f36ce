using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>Functions of a float that ONNX names, those of <see cref="VectorMath{TLanes, TVector}"/> among them.</summary>
internal static class LaneFunctions
{
    internal readonly struct Negate : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Multiply(x, TLanes.Create(-1f));
    }

    internal readonly struct Abs : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Abs(x);
    }

    internal readonly struct Sqrt : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Sqrt(x);
    }

    internal readonly struct Reciprocal : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Divide(TLanes.Create(1f), x);
    }

    internal readonly struct Floor : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Floor(x);
    }

    internal readonly struct Ceiling : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Ceiling(x);
    }

    /// <summary>To the nearest integer, ties to even.</summary>
    internal readonly struct Round : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Round(x);
    }

    internal readonly struct Exp : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => VectorMath<TLanes, TVector>.Exp(x);
    }

    internal readonly struct Log : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Log(x);
    }

    internal readonly struct Sin : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Sin(x);
    }

    internal readonly struct Cos : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Cos(x);
    }

    internal readonly struct Sigmoid : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => VectorMath<TLanes, TVector>.Sigmoid(x);
    }

    internal readonly struct Tanh : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => VectorMath<TLanes, TVector>.Tanh(x);
    }

    internal readonly struct Erf : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => VectorMath<TLanes, TVector>.Erf(x);
    }

    /// <summary>Times a fixed number.</summary>
    internal readonly struct Multiplied(float by) : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Multiply(x, TLanes.Create(by));
    }

    /// <summary>Floats between two bounds. NaN stays; where the bounds cross, the upper one wins.</summary>
    [StructLayout(LayoutKind.Auto)]
    internal readonly struct Clip(float min, float max) : ILaneUnary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector x)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.IfLess(TLanes.Create(max), TLanes.IfLess(x, TLanes.Create(min), TLanes.Create(min), x), TLanes.Create(max), TLanes.IfLess(x, TLanes.Create(min), TLanes.Create(min), x));
    }
}
