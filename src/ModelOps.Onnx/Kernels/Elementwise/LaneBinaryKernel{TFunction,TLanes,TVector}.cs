using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>A function of two runs of floats, a vector at a time.</summary>
/// <param name="function">The function.</param>
internal sealed unsafe class LaneBinaryKernel<TFunction, TLanes, TVector>(TFunction function) : BinaryKernel
    where TFunction : struct, ILaneBinary
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <inheritdoc/>
    public override void Run(byte* left, int leftStep, byte* right, int rightStep, byte* result, int count)
    {
        float* a = (float*)left;
        float* b = (float*)right;
        float* y = (float*)result;
        if (leftStep == 0) { Scalar(TLanes.Create(*a), b, rightStep, y, count); }
        else if (rightStep == 0) { Scalar(a, TLanes.Create(*b), y, count); }
        else { Both(a, b, y, count); }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Both(float* a, float* b, float* y, int count)
    {
        TFunction f = function;
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) { TLanes.Store(y + i, f.Invoke<TLanes, TVector>(TLanes.Load(a + i), TLanes.Load(b + i))); }
        int rest = count - i;
        if (rest > 0) { TLanes.StoreFirst(y + i, f.Invoke<TLanes, TVector>(TLanes.LoadFirst(a + i, rest), TLanes.LoadFirst(b + i, rest)), rest); }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scalar(float* a, TVector b, float* y, int count)
    {
        TFunction f = function;
        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) { TLanes.Store(y + i, f.Invoke<TLanes, TVector>(TLanes.Load(a + i), b)); }
        if (i < count) { TLanes.StoreFirst(y + i, f.Invoke<TLanes, TVector>(TLanes.LoadFirst(a + i, count - i), b), count - i); }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Scalar(TVector a, float* b, int step, float* y, int count)
    {
        TFunction f = function;
        if (step == 0)
        {
            TVector one = f.Invoke<TLanes, TVector>(a, TLanes.Create(*b));
            for (int k = 0; k < count; k++) { TLanes.StoreFirst(y + k, one, 1); }
            return;
        }

        int i = 0;
        for (; i <= count - TLanes.Count; i += TLanes.Count) { TLanes.Store(y + i, f.Invoke<TLanes, TVector>(a, TLanes.Load(b + i))); }
        if (i < count) { TLanes.StoreFirst(y + i, f.Invoke<TLanes, TVector>(a, TLanes.LoadFirst(b + i, count - i)), count - i); }
    }
}
