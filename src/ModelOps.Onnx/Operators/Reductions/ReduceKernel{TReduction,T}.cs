using System.Numerics;
using ModelOps.Onnx.Kernels.Elementwise;

namespace ModelOps.Onnx.Operators.Reductions;

/// <summary>Reduces numbers one by one.</summary>
internal sealed unsafe class ReduceKernel<TReduction, T> : ReduceKernel
    where TReduction : struct, INumberReduction
    where T : unmanaged, INumber<T>, IMinMaxValue<T>
{
    /// <inheritdoc/>
    public override void Run(byte* x, byte* y, int outer, int count, int inner)
    {
        TReduction reduction = default;
        T* from = (T*)x;
        T* to = (T*)y;
        for (int o = 0; o < outer; o++, to += inner)
        {
            if (inner == 1)
            {
                *to = reduction.Finish(Row(from, count), count);
                from += count;
                continue;
            }

            for (int i = 0; i < inner; i++) { to[i] = reduction.Start<T>(); }
            for (int k = 0; k < count; k++, from += inner)
            {
                for (int i = 0; i < inner; i++) { to[i] = reduction.Add(to[i], from[i]); }
            }

            for (int i = 0; i < inner; i++) { to[i] = reduction.Finish(to[i], count); }
        }
    }

    /// <summary>Four parts that do not wait for each other.</summary>
    private static T Row(T* x, int count)
    {
        TReduction reduction = default;
        (T a, T b, T c, T d) = (reduction.Start<T>(), reduction.Start<T>(), reduction.Start<T>(), reduction.Start<T>());
        int i = 0;
        for (; i <= count - 4; i += 4)
        {
            a = reduction.Add(a, x[i]);
            b = reduction.Add(b, x[i + 1]);
            c = reduction.Add(c, x[i + 2]);
            d = reduction.Add(d, x[i + 3]);
        }

        for (; i < count; i++) { a = reduction.Add(a, x[i]); }
        return reduction.Join(reduction.Join(a, b), reduction.Join(c, d));
    }
}
