using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Picks the values of leaves from registers, 16 rows at a time: a permutation for each 32 leaves.</summary>
internal static class LeafPicker512
{
    /// <summary>Most leaves for which that is faster than from memory.</summary>
    public const int MaxLeaves = 256;

    private const int Rows = 16;
    private const int Pair = 32;

    /// <summary>Adds the value of each row's leaf to its sum.</summary>
    /// <param name="ids">Ids of leaves.</param>
    /// <param name="values">Values of leaves.</param>
    /// <param name="leaves">Number of values, a multiple of 32.</param>
    /// <param name="sums">Sums.</param>
    /// <param name="rows">Number of rows.</param>
    public static void Add(ref byte ids, ref float values, int leaves, ref float sums, int rows)
    {
        if (leaves <= Pair) { FromOne(ref ids, ref values, ref sums, rows); }
        else if (leaves <= 2 * Pair) { FromTwo(ref ids, ref values, ref sums, rows); }
        else if (leaves <= 4 * Pair) { FromFour(ref ids, ref values, leaves, ref sums, rows); }
        else { FromEight(ref ids, ref values, leaves, ref sums, rows); }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromOne(ref byte ids, ref float values, ref float sums, int rows)
    {
        (Vector512<float> low, Vector512<float> high) = Load(ref values, 0);
        for (int row = 0; row < rows; row += Rows)
        {
            Vector512<int> id = Ids(ref ids, row);
            (Vector512.LoadUnsafe(ref sums, (nuint)row) + Avx512F.PermuteVar16x32x2(low, id, high)).StoreUnsafe(ref sums, (nuint)row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromTwo(ref byte ids, ref float values, ref float sums, int rows)
    {
        (Vector512<float> low0, Vector512<float> high0) = Load(ref values, 0);
        (Vector512<float> low1, Vector512<float> high1) = Load(ref values, Pair);
        Vector512<int> isSecond = Vector512.Create(Pair);
        for (int row = 0; row < rows; row += Rows)
        {
            Vector512<int> id = Ids(ref ids, row);
            Vector512<float> picked = Vector512.ConditionalSelect(
                Vector512.GreaterThanOrEqual(id, isSecond).AsSingle(), Avx512F.PermuteVar16x32x2(low1, id, high1), Avx512F.PermuteVar16x32x2(low0, id, high0));
            (Vector512.LoadUnsafe(ref sums, (nuint)row) + picked).StoreUnsafe(ref sums, (nuint)row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromFour(ref byte ids, ref float values, int leaves, ref float sums, int rows)
    {
        (Vector512<float> low0, Vector512<float> high0) = Load(ref values, 0);
        (Vector512<float> low1, Vector512<float> high1) = Load(ref values, Pair);
        (Vector512<float> low2, Vector512<float> high2) = Load(ref values, 2 * Pair);
        (Vector512<float> low3, Vector512<float> high3) = Load(ref values, leaves - Pair);
        Vector512<int> oddPair = Vector512.Create(Pair);
        Vector512<int> upperHalf = Vector512.Create(2 * Pair);
        for (int row = 0; row < rows; row += Rows)
        {
            Vector512<int> id = Ids(ref ids, row);
            Vector512<float> isOdd = Vector512.Equals(id & oddPair, oddPair).AsSingle();
            Vector512<float> lower = Vector512.ConditionalSelect(isOdd, Avx512F.PermuteVar16x32x2(low1, id, high1), Avx512F.PermuteVar16x32x2(low0, id, high0));
            Vector512<float> upper = Vector512.ConditionalSelect(isOdd, Avx512F.PermuteVar16x32x2(low3, id, high3), Avx512F.PermuteVar16x32x2(low2, id, high2));
            Vector512<float> picked = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(id, upperHalf).AsSingle(), upper, lower);
            (Vector512.LoadUnsafe(ref sums, (nuint)row) + picked).StoreUnsafe(ref sums, (nuint)row);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void FromEight(ref byte ids, ref float values, int leaves, ref float sums, int rows)
    {
        (Vector512<float> low0, Vector512<float> high0) = Load(ref values, 0);
        (Vector512<float> low1, Vector512<float> high1) = Load(ref values, Pair);
        (Vector512<float> low2, Vector512<float> high2) = Load(ref values, 2 * Pair);
        (Vector512<float> low3, Vector512<float> high3) = Load(ref values, 3 * Pair);
        (Vector512<float> low4, Vector512<float> high4) = Load(ref values, 4 * Pair);
        (Vector512<float> low5, Vector512<float> high5) = Load(ref values, Math.Min(5 * Pair, leaves - Pair));
        (Vector512<float> low6, Vector512<float> high6) = Load(ref values, Math.Min(6 * Pair, leaves - Pair));
        (Vector512<float> low7, Vector512<float> high7) = Load(ref values, leaves - Pair);
        Vector512<int> oddPair = Vector512.Create(Pair);
        Vector512<int> oddFour = Vector512.Create(2 * Pair);
        Vector512<int> upperHalf = Vector512.Create(4 * Pair);
        for (int row = 0; row < rows; row += Rows)
        {
            Vector512<int> id = Ids(ref ids, row);
            Vector512<float> isOdd = Vector512.Equals(id & oddPair, oddPair).AsSingle();
            Vector512<float> isOddFour = Vector512.Equals(id & oddFour, oddFour).AsSingle();
            Vector512<float> first = Vector512.ConditionalSelect(isOdd, Avx512F.PermuteVar16x32x2(low1, id, high1), Avx512F.PermuteVar16x32x2(low0, id, high0));
            Vector512<float> second = Vector512.ConditionalSelect(isOdd, Avx512F.PermuteVar16x32x2(low3, id, high3), Avx512F.PermuteVar16x32x2(low2, id, high2));
            Vector512<float> third = Vector512.ConditionalSelect(isOdd, Avx512F.PermuteVar16x32x2(low5, id, high5), Avx512F.PermuteVar16x32x2(low4, id, high4));
            Vector512<float> fourth = Vector512.ConditionalSelect(isOdd, Avx512F.PermuteVar16x32x2(low7, id, high7), Avx512F.PermuteVar16x32x2(low6, id, high6));
            Vector512<float> lower = Vector512.ConditionalSelect(isOddFour, second, first);
            Vector512<float> upper = Vector512.ConditionalSelect(isOddFour, fourth, third);
            Vector512<float> picked = Vector512.ConditionalSelect(Vector512.GreaterThanOrEqual(id, upperHalf).AsSingle(), upper, lower);
            (Vector512.LoadUnsafe(ref sums, (nuint)row) + picked).StoreUnsafe(ref sums, (nuint)row);
        }
    }

    private static Vector512<int> Ids(ref byte ids, int row) => Avx512F.ConvertToVector512Int32(Vector128.LoadUnsafe(ref ids, (nuint)row));

    private static (Vector512<float> Low, Vector512<float> High) Load(ref float values, int first) =>
        (Vector512.LoadUnsafe(ref values, (nuint)first), Vector512.LoadUnsafe(ref values, (nuint)(first + Vector512<float>.Count)));
}
