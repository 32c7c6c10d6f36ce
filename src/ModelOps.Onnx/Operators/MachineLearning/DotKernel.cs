using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using ModelOps.Onnx.Kernels;
using ModelOps.Onnx.Kernels.Lanes;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The dot product of two long vectors, in 16 partial sums whatever the width, so all widths give the same bits.</summary>
internal static unsafe class DotKernel
{
    private const int Sums = 16;

    /// <summary>Multiplies in the widest vectors of the machine.</summary>
    public static float Run(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => Run(VectorWidths.Best, left, right);

    /// <summary>Multiplies in a given width.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static float Run(VectorWidth width, ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float* sums = stackalloc float[Sums];
        fixed (float* x = left, y = right)
        {
            switch (width)
            {
                case VectorWidth.Bits512: Add<Lanes512, Vector512<float>>(x, y, left.Length, sums); break;
                case VectorWidth.Bits256: Add<Lanes256, Vector256<float>>(x, y, left.Length, sums); break;
                case VectorWidth.Bits128: Add<Lanes128, Vector128<float>>(x, y, left.Length, sums); break;
                default: Add<ScalarLanes, float>(x, y, left.Length, sums); break;
            }
        }

        // Halves are added until one is left.
        for (int half = Sums / 2; half > 0; half /= 2)
        {
            for (int i = 0; i < half; i++) { sums[i] += sums[i + half]; }
        }

        return sums[0];
    }

    private static void Add<TLanes, TVector>(float* x, float* y, int length, float* sums)
        where TLanes : struct, IFloatLanes<TVector>
        where TVector : unmanaged
    {
        for (int lane = 0; lane < Sums; lane += TLanes.Count)
        {
            TVector sum = TLanes.Create(0f);
            int i = lane;
            for (; i <= length - TLanes.Count; i += Sums) { sum = TLanes.Add(sum, TLanes.Multiply(TLanes.Load(x + i), TLanes.Load(y + i))); }
            if (i < length) { sum = TLanes.Add(sum, TLanes.Multiply(TLanes.LoadFirst(x + i, length - i), TLanes.LoadFirst(y + i, length - i))); }
            TLanes.Store(sums + lane, sum);
        }
    }
}
