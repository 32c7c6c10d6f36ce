using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>A function of floats, a vector at a time.</summary>
/// <param name="function">The function.</param>
internal sealed unsafe class LaneUnaryKernel<TFunction, TLanes, TVector>(TFunction function) : UnaryKernel
    where TFunction : struct, ILaneUnary
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(byte* x, byte* result, int count)
    {
        TFunction f = function;
        float* from = (float*)x;
        float* to = (float*)result;
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) { TLanes.Store(to + i, f.Invoke<TLanes, TVector>(TLanes.Load(from + i))); }
        if (i < count) { TLanes.StoreFirst(to + i, f.Invoke<TLanes, TVector>(TLanes.LoadFirst(from + i, count - i)), count - i); }
    }
}
