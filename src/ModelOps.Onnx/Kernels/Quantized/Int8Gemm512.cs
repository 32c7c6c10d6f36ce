using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Tiles of an integer product in 512-bit vectors: 16 sums in a vector, a pair of activations broadcast to all.</summary>
internal static unsafe class Int8Gemm512
{
    /// <summary>One row by a wide panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneBy64<T>(short* a, nint pairs, T* b, int* c)
        where T : unmanaged
    {
        Vector512<int> c0 = Vector512<int>.Zero, c1 = c0, c2 = c0, c3 = c0;
        for (nint pair = 0; pair < pairs; pair++)
        {
            Vector512<short> x = Pair(a, pair);
            c0 += PairProducts.Of(x, Words(b));
            c1 += PairProducts.Of(x, Words(b + 32));
            c2 += PairProducts.Of(x, Words(b + 64));
            c3 += PairProducts.Of(x, Words(b + 96));
            b += 128;
        }

        c0.Store(c);
        c1.Store(c + 16);
        c2.Store(c + 32);
        c3.Store(c + 48);
    }

    /// <summary>One row by 16 columns, four pairs at a time, so that sums do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneBy16<T>(short* a, nint pairs, T* b, nint stride, int* c)
        where T : unmanaged
    {
        Vector512<int> c0 = Vector512<int>.Zero, c1 = c0, c2 = c0, c3 = c0;
        nint pair = 0;
        for (; pair <= pairs - 4; pair += 4)
        {
            c0 += PairProducts.Of(Pair(a, pair), Words(b));
            c1 += PairProducts.Of(Pair(a, pair + 1), Words(b + stride));
            c2 += PairProducts.Of(Pair(a, pair + 2), Words(b + (2 * stride)));
            c3 += PairProducts.Of(Pair(a, pair + 3), Words(b + (3 * stride)));
            b += 4 * stride;
        }

        for (; pair < pairs; pair++)
        {
            c0 += PairProducts.Of(Pair(a, pair), Words(b));
            b += stride;
        }

        (c0 + c1 + (c2 + c3)).Store(c);
    }

    /// <summary>Four rows by a wide panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourBy64(short* a, nint rowOfA, nint pairs, sbyte* b, int* c, nint rowOfC)
    {
        short* a1 = a + rowOfA, a2 = a1 + rowOfA, a3 = a2 + rowOfA;
        Vector512<int> c00 = Vector512<int>.Zero, c01 = c00, c02 = c00, c03 = c00;
        Vector512<int> c10 = c00, c11 = c00, c12 = c00, c13 = c00;
        Vector512<int> c20 = c00, c21 = c00, c22 = c00, c23 = c00;
        Vector512<int> c30 = c00, c31 = c00, c32 = c00, c33 = c00;
        for (nint pair = 0; pair < pairs; pair++)
        {
            Vector512<short> b0 = Widening.Words512(b), b1 = Widening.Words512(b + 32), b2 = Widening.Words512(b + 64), b3 = Widening.Words512(b + 96);
            b += 128;
            Vector512<short> x = Pair(a, pair);
            c00 += PairProducts.Of(x, b0);
            c01 += PairProducts.Of(x, b1);
            c02 += PairProducts.Of(x, b2);
            c03 += PairProducts.Of(x, b3);
            x = Pair(a1, pair);
            c10 += PairProducts.Of(x, b0);
            c11 += PairProducts.Of(x, b1);
            c12 += PairProducts.Of(x, b2);
            c13 += PairProducts.Of(x, b3);
            x = Pair(a2, pair);
            c20 += PairProducts.Of(x, b0);
            c21 += PairProducts.Of(x, b1);
            c22 += PairProducts.Of(x, b2);
            c23 += PairProducts.Of(x, b3);
            x = Pair(a3, pair);
            c30 += PairProducts.Of(x, b0);
            c31 += PairProducts.Of(x, b1);
            c32 += PairProducts.Of(x, b2);
            c33 += PairProducts.Of(x, b3);
        }

        Store(c, c00, c01, c02, c03);
        Store(c + rowOfC, c10, c11, c12, c13);
        Store(c + (2 * rowOfC), c20, c21, c22, c23);
        Store(c + (3 * rowOfC), c30, c31, c32, c33);
    }

    private static void Store(int* c, Vector512<int> c0, Vector512<int> c1, Vector512<int> c2, Vector512<int> c3)
    {
        c0.Store(c);
        c1.Store(c + 16);
        c2.Store(c + 32);
        c3.Store(c + 48);
    }

    private static Vector512<short> Pair(short* a, nint pair) => Vector512.Create(((int*)a)[pair]).AsInt16();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<short> Words<T>(T* at)
        where T : unmanaged => typeof(T) == typeof(short) ? Vector512.Load((short*)at) : Widening.Words512((sbyte*)at);
}
