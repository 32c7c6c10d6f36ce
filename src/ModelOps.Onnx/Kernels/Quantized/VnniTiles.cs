using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Onnx.Kernels.Quantized;

/// <summary>Tiles of an integer product by <c>vpdpbusd</c>: 8 sums in a vector, four activations broadcast to all.</summary>
internal static unsafe class VnniTiles
{
    /// <summary>One row by 16 columns, two fours at a time, so that sums do not wait for each other.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void OneBy16(byte* a, nint fours, sbyte* b, nint rowOfFours, int* c)
    {
        Vector256<int> c0 = Vector256<int>.Zero, c1 = c0, d0 = c0, d1 = c0;
        nint four = 0;
        for (; four <= fours - 2; four += 2)
        {
            (Vector256<byte> x, Vector256<byte> y) = (Four(a, four), Four(a, four + 1));
            c0 = AvxVnni.MultiplyWideningAndAdd(c0, x, Vector256.Load(b));
            c1 = AvxVnni.MultiplyWideningAndAdd(c1, x, Vector256.Load(b + 32));
            d0 = AvxVnni.MultiplyWideningAndAdd(d0, y, Vector256.Load(b + rowOfFours));
            d1 = AvxVnni.MultiplyWideningAndAdd(d1, y, Vector256.Load(b + rowOfFours + 32));
            b += 2 * rowOfFours;
        }

        if (four < fours)
        {
            c0 = AvxVnni.MultiplyWideningAndAdd(c0, Four(a, four), Vector256.Load(b));
            c1 = AvxVnni.MultiplyWideningAndAdd(c1, Four(a, four), Vector256.Load(b + 32));
        }

        (c0 + d0).Store(c);
        (c1 + d1).Store(c + 8);
    }

    /// <summary>Four rows by 16 columns.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void FourBy16(byte* a, nint rowOfA, nint fours, sbyte* b, nint rowOfFours, int* c, nint rowOfC)
    {
        byte* a1 = a + rowOfA, a2 = a1 + rowOfA, a3 = a2 + rowOfA;
        Vector256<int> c00 = Vector256<int>.Zero, c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00;
        for (nint four = 0; four < fours; four++, b += rowOfFours)
        {
            Vector256<sbyte> b0 = Vector256.Load(b), b1 = Vector256.Load(b + 32);
            c00 = AvxVnni.MultiplyWideningAndAdd(c00, Four(a, four), b0);
            c01 = AvxVnni.MultiplyWideningAndAdd(c01, Four(a, four), b1);
            c10 = AvxVnni.MultiplyWideningAndAdd(c10, Four(a1, four), b0);
            c11 = AvxVnni.MultiplyWideningAndAdd(c11, Four(a1, four), b1);
            c20 = AvxVnni.MultiplyWideningAndAdd(c20, Four(a2, four), b0);
            c21 = AvxVnni.MultiplyWideningAndAdd(c21, Four(a2, four), b1);
            c30 = AvxVnni.MultiplyWideningAndAdd(c30, Four(a3, four), b0);
            c31 = AvxVnni.MultiplyWideningAndAdd(c31, Four(a3, four), b1);
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

    private static Vector256<byte> Four(byte* a, nint four) => Vector256.Create(((int*)a)[four]).AsByte();
}
