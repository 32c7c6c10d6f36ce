using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Tiles of an integer product in 128-bit vectors: 4 sums in a vector.</summary>
internal static unsafe class Int8Gemm128
{
    /// <summary>One row by 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneBy16(short* a, nint pairs, sbyte* b, nint stride, int* c)
    {
        Vector128<int> c0 = Vector128<int>.Zero, c1 = c0, c2 = c0, c3 = c0;
        for (nint pair = 0; pair < pairs; pair++)
        {
            Vector128<short> x = Vector128.Create(((int*)a)[pair]).AsInt16();
            (Vector128<sbyte> low, Vector128<sbyte> high) = (Vector128.Load(b), Vector128.Load(b + 16));
            c0 += PairProducts.Of(x, Vector128.WidenLower(low));
            c1 += PairProducts.Of(x, Vector128.WidenUpper(low));
            c2 += PairProducts.Of(x, Vector128.WidenLower(high));
            c3 += PairProducts.Of(x, Vector128.WidenUpper(high));
            b += stride;
        }

        c0.Store(c);
        c1.Store(c + 4);
        c2.Store(c + 8);
        c3.Store(c + 12);
    }
}
