using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Tiles of an integer product in 256-bit vectors: 8 sums in a vector.</summary>
internal static unsafe class Int8Gemm256
{
    /// <summary>One row by 16 columns, two pairs at a time.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneBy16(short* a, nint pairs, sbyte* b, nint stride, int* c)
    {
        Vector256<int> c0 = Vector256<int>.Zero, c1 = c0, d0 = c0, d1 = c0;
        nint pair = 0;
        for (; pair <= pairs - 2; pair += 2)
        {
            (Vector256<short> x, Vector256<short> y) = (Pair(a, pair), Pair(a, pair + 1));
            c0 += PairProducts.Of(x, Widening.Words256(b));
            c1 += PairProducts.Of(x, Widening.Words256(b + 16));
            d0 += PairProducts.Of(y, Widening.Words256(b + stride));
            d1 += PairProducts.Of(y, Widening.Words256(b + stride + 16));
            b += 2 * stride;
        }

        if (pair < pairs)
        {
            Vector256<short> x = Pair(a, pair);
            c0 += PairProducts.Of(x, Widening.Words256(b));
            c1 += PairProducts.Of(x, Widening.Words256(b + 16));
        }

        (c0 + d0).Store(c);
        (c1 + d1).Store(c + 8);
    }

    /// <summary>Four rows by 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourBy16(short* a, nint rowOfA, nint pairs, sbyte* b, nint stride, int* c, nint rowOfC)
    {
        short* a1 = a + rowOfA, a2 = a1 + rowOfA, a3 = a2 + rowOfA;
        Vector256<int> c00 = Vector256<int>.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        for (nint pair = 0; pair < pairs; pair++)
        {
            Vector256<short> b0 = Widening.Words256(b), b1 = Widening.Words256(b + 16);
            b += stride;
            Vector256<short> x = Pair(a, pair);
            c00 += PairProducts.Of(x, b0);
            c01 += PairProducts.Of(x, b1);
            x = Pair(a1, pair);
            c10 += PairProducts.Of(x, b0);
            c11 += PairProducts.Of(x, b1);
            x = Pair(a2, pair);
            c20 += PairProducts.Of(x, b0);
            c21 += PairProducts.Of(x, b1);
            x = Pair(a3, pair);
            c30 += PairProducts.Of(x, b0);
            c31 += PairProducts.Of(x, b1);
        }

        c00.Store(c);
        c01.Store(c + 8);
        c10.Store(c + rowOfC);
        c11.Store(c + rowOfC + 8);
        c20.Store(c + (2 * rowOfC));
        c21.Store(c + (2 * rowOfC) + 8);
        c30.Store(c + (3 * rowOfC));
        c31.Store(c + (3 * rowOfC) + 8);
    }

    private static Vector256<short> Pair(short* a, nint pair) => Vector256.Create(((int*)a)[pair]).AsInt16();
}
