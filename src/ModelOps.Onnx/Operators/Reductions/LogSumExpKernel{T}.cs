using System.Numerics;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Logarithm of the sum of powers of e; the greatest exponent is taken out first, so nothing overflows.</summary>
internal sealed unsafe class LogSumExpKernel<T> : ReduceKernel
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    public override bool TakesInner => false;

    /// <inheritdoc/>
    public override void Run(byte* x, byte* y, int outer, int count, int inner)
    {
        T* from = (T*)x;
        T* to = (T*)y;
        for (int o = 0; o < outer; o++, from += count)
        {
            T max = RealMath.Lowest<T>();
            for (int i = 0; i < count; i++) { max = default(NumberReductions.Max).Add(max, from[i]); }
            T shift = T.IsFinite(max) ? max : T.Zero;
            T sum = T.Zero;
            for (int i = 0; i < count; i++) { sum += RealMath.Exp(from[i] - shift); }
            to[o] = RealMath.Log(sum) + shift;
        }
    }
}
