using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Folds one row with 64 trees at a time. Needs AVX-512 VBMI, which looks bytes up in two registers. Thread-safe, without scratch memory.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class LaneScorer<T>(LaneForest<T> forest, RankedForest<T> ranked)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Lanes = LaneForest<T>.Lanes;

    /// <summary>Whether this machine can.</summary>
    public static bool IsSupported => Avx512BW.IsSupported && Avx512Vbmi.IsSupported;

    /// <summary>Folds the leaves that a row reaches, in the order of the trees.</summary>
    /// <param name="row">Features.</param>
    /// <param name="sums">One for each target; overwritten.</param>
    public void Fold(ReadOnlySpan<float> row, Span<T> sums)
    {
        Span<byte> ranks = stackalloc byte[LaneCompiler.TableLength];
        for (int i = 0; i < ranked.Columns.Length; i++)
        {
            ranked.Columns[i].Rank(VectorWidth.Bits512, row, row.Length, ranks.Slice(i, 1));
        }

        Vector512<byte> table = Vector512.Create<byte>(ranks);
        Vector512<byte> complements = ~table;
        Span<byte> leaves = stackalloc byte[Lanes];
        sums.Clear();
        ref byte entry = ref MemoryMarshal.GetArrayDataReference(forest.Entries);
        for (int first = 0; first < forest.FirstValues.Length; first += Lanes)
        {
            ReadOnlySpan<int> counts = forest.EntriesOfPlane.AsSpan(first / Lanes * forest.Planes, forest.Planes);
            FindLeaves(ref entry, counts, table, complements).CopyTo(leaves);
            foreach (int count in counts) { entry = ref Unsafe.Add(ref entry, count * LaneForest<T>.EntryLength); }
            Add(first, leaves, sums);
        }
    }

    private static Vector512<byte> FindLeaves(ref byte entry, ReadOnlySpan<int> counts, Vector512<byte> table, Vector512<byte> complements)
    {
        // The first byte with a leaf left in it, and the number of the leaf of its lowest bit.
        Vector512<byte> found = Vector512<byte>.Zero;
        Vector512<byte> start = Vector512<byte>.Zero;
        for (int plane = 0; plane < counts.Length; plane++)
        {
            Vector512<byte> left = Vector512<byte>.AllBitsSet;
            for (int i = 0; i < counts[plane]; i++)
            {
                Vector512<byte> rank = Avx512Vbmi.PermuteVar64x8x2(table, Vector512.LoadUnsafe(ref entry), complements);
                Vector512<byte> isAbove = Vector512.GreaterThan(rank, Vector512.LoadUnsafe(ref entry, Lanes));
                left = Vector512.AndNot(left, Vector512.LoadUnsafe(ref entry, 2 * Lanes) & isAbove);
                entry = ref Unsafe.Add(ref entry, LaneForest<T>.EntryLength);
            }

            Vector512<byte> isFirst = Vector512.Equals(found, Vector512<byte>.Zero);
            start = Vector512.ConditionalSelect(isFirst, Vector512.Create((byte)(plane * LaneForest<T>.LeavesOfPlane)), start);
            found = Vector512.ConditionalSelect(isFirst, left, found);
        }

        return start + TrailingZeros(found);
    }

    /// <summary>Position of the lowest bit of each byte, none of which is zero.</summary>
    private static Vector512<byte> TrailingZeros(Vector512<byte> bits)
    {
        Vector512<byte> below = Vector512.AndNot(bits - Vector512<byte>.One, bits);
        Vector512<byte> count = Vector512<byte>.Zero;
        for (byte bit = 1; bit < 1 << 7; bit <<= 1)
        {
            count -= Vector512.Equals(below & Vector512.Create(bit), Vector512.Create(bit));
        }

        return count;
    }

    private void Add(int firstTree, ReadOnlySpan<byte> leaves, Span<T> sums)
    {
        ReadOnlySpan<int> firstValues = forest.FirstValues.AsSpan(firstTree, Math.Min(Lanes, forest.FirstValues.Length - firstTree));
        if (sums.Length == 1)
        {
            T sum = sums[0];
            for (int i = 0; i < firstValues.Length; i++) { sum += forest.Values[firstValues[i] + leaves[i]]; }
            sums[0] = sum;
            return;
        }

        for (int i = 0; i < firstValues.Length; i++) { sums[forest.Targets[firstTree + i]] += forest.Values[firstValues[i] + leaves[i]]; }
    }
}
