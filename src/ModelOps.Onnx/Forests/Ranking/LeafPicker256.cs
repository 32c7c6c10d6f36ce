using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Picks the values of up to 64 leaves from registers, eight rows at a time: a permutation for each eight leaves.</summary>
internal static class LeafPicker256
{
    /// <summary>Most leaves for which that is faster than from memory.</summary>
    public const int MaxLeaves = 64;

    private const int Rows = 8;
    private const int Half = 32;

    /// <summary>Adds the value of each row's leaf to its sum.</summary>
    /// <param name="ids">Ids of leaves.</param>
    /// <param name="values">Values of leaves.</param>
    /// <param name="leaves">Number of values: 32 or 64.</param>
    /// <param name="sums">Sums.</param>
    /// <param name="rows">Number of rows.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Add(ref byte ids, ref float values, int leaves, ref float sums, int rows)
    {
        Vector256<float> table0 = Vector256.LoadUnsafe(ref values, 0);
        Vector256<float> table1 = Vector256.LoadUnsafe(ref values, 8);
        Vector256<float> table2 = Vector256.LoadUnsafe(ref values, 16);
        Vector256<float> table3 = Vector256.LoadUnsafe(ref values, 24);
        for (int row = 0; row < rows; row += Rows)
        {
            Vector256<int> id = Avx2.ConvertToVector256Int32(Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref ids, row))).AsByte());
            Vector256<float> picked = Pick(id, table0, table1, table2, table3);
            if (leaves > Half)
            {
                ref float upper = ref Unsafe.Add(ref values, Half);
                Vector256<float> other = Pick(
                    id, Vector256.LoadUnsafe(ref upper, 0), Vector256.LoadUnsafe(ref upper, 8), Vector256.LoadUnsafe(ref upper, 16), Vector256.LoadUnsafe(ref upper, 24));
                picked = Avx.BlendVariable(picked, other, (id << 26).AsSingle());
            }

            (Vector256.LoadUnsafe(ref sums, (nuint)row) + picked).StoreUnsafe(ref sums, (nuint)row);
        }
    }

    /// <summary>Picks from 32 values: bits 3 and 4 of the id, moved to the sign, choose between tables.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<float> Pick(Vector256<int> id, Vector256<float> table0, Vector256<float> table1, Vector256<float> table2, Vector256<float> table3)
    {
        Vector256<float> isOdd = (id << 28).AsSingle();
        Vector256<float> lower = Avx.BlendVariable(Avx2.PermuteVar8x32(table0, id), Avx2.PermuteVar8x32(table1, id), isOdd);
        Vector256<float> upper = Avx.BlendVariable(Avx2.PermuteVar8x32(table2, id), Avx2.PermuteVar8x32(table3, id), isOdd);
        return Avx.BlendVariable(lower, upper, (id << 27).AsSingle());
    }
}
