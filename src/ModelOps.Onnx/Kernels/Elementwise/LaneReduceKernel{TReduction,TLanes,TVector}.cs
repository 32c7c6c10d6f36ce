using System.Runtime.CompilerServices;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Kernels.Elementwise;

/// <summary>Reduces floats, a vector at a time. A row is shared out over the lanes of four vectors, so sums are added in another order than one by one.</summary>
internal sealed unsafe class LaneReduceKernel<TReduction, TLanes, TVector> : ReduceKernel
    where TReduction : struct, ILaneReduction
    where TLanes : struct, IFloatLanes<TVector>
    where TVector : unmanaged
{
    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public override void Run(byte* x, byte* y, int outer, int count, int inner)
    {
        float* from = (float*)x;
        float* to = (float*)y;
        for (int o = 0; o < outer; o++)
        {
            if (inner == 1) { *to = TReduction.Finish<ScalarLanes, float>(Row(from, count), count); }
            else { Columns(from, to, count, inner); }
            from += (nint)count * inner;
            to += inner;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Row(float* x, int count)
    {
        TVector start = TLanes.Create(TReduction.Start);
        (TVector a, TVector b, TVector c, TVector d) = (start, start, start, start);
        int i = 0;
        for (; i <= count - (4 * TLanes.Count); i += 4 * TLanes.Count)
        {
            a = TReduction.Add<TLanes, TVector>(a, TLanes.Load(x + i));
            b = TReduction.Add<TLanes, TVector>(b, TLanes.Load(x + i + TLanes.Count));
            c = TReduction.Add<TLanes, TVector>(c, TLanes.Load(x + i + (2 * TLanes.Count)));
            d = TReduction.Add<TLanes, TVector>(d, TLanes.Load(x + i + (3 * TLanes.Count)));
        }

        for (; i <= count - TLanes.Count; i += TLanes.Count) { a = TReduction.Add<TLanes, TVector>(a, TLanes.Load(x + i)); }
        TVector all = TReduction.Join<TLanes, TVector>(TReduction.Join<TLanes, TVector>(a, b), TReduction.Join<TLanes, TVector>(c, d));
        float* lanes = stackalloc float[TLanes.Count];
        TLanes.Store(lanes, all);
        float sum = lanes[0];
        for (int k = 1; k < TLanes.Count; k++) { sum = TReduction.Join<ScalarLanes, float>(sum, lanes[k]); }
        for (; i < count; i++) { sum = TReduction.Add<ScalarLanes, float>(sum, x[i]); }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Columns(float* x, float* y, int count, int inner)
    {
        for (int i = 0; i < inner; i += TLanes.Count)
        {
            int width = Math.Min(TLanes.Count, inner - i);
            TVector sum = TLanes.Create(TReduction.Start);
            float* from = x + i;
            if (width == TLanes.Count)
            {
                for (int k = 0; k < count; k++, from += inner) { sum = TReduction.Add<TLanes, TVector>(sum, TLanes.Load(from)); }
                TLanes.Store(y + i, TReduction.Finish<TLanes, TVector>(sum, count));
            }
            else
            {
                for (int k = 0; k < count; k++, from += inner) { sum = TReduction.Add<TLanes, TVector>(sum, TLanes.LoadFirst(from, width)); }
                TLanes.StoreFirst(y + i, TReduction.Finish<TLanes, TVector>(sum, count), width);
            }
        }
    }
}
