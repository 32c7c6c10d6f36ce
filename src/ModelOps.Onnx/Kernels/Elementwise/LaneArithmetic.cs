using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>Functions of two floats, rounded once. The lesser and the greater are NaN where either side is.</summary>
internal static class LaneArithmetic
{
    internal readonly struct Add : ILaneBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Add(left, right);
    }

    internal readonly struct Subtract : ILaneBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Subtract(left, right);
    }

    internal readonly struct Multiply : ILaneBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Multiply(left, right);
    }

    internal readonly struct Divide : ILaneBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Divide(left, right);
    }

    internal readonly struct Min : ILaneBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Min(left, right);
    }

    internal readonly struct Max : ILaneBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.Max(left, right);
    }

    /// <summary>Operator <c>PRelu</c>: the second operand is the slope below 0.</summary>
    internal readonly struct SlopeBelowZero : ILaneBinary
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public TVector Invoke<TLanes, TVector>(TVector left, TVector right)
            where TLanes : struct, IFloatLanes<TVector>
            where TVector : unmanaged => TLanes.IfLess(left, TLanes.Create(0f), TLanes.Multiply(left, right), left);
    }
}
