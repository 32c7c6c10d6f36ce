using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Folds one row with 64 trees at a time. Thread-safe, without scratch memory.</summary>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class LaneScorer<T>(LaneForest<T> forest, RankColumn[] columns, VectorWidth width, bool mayReorder)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int Lanes = LaneForest<T>.Lanes;
    private const int FewColumns = 32;
    private readonly RowRanker _ranker = new(columns, width);
    private readonly bool _areMany = columns.Length > FewColumns;

    /// <summary>Folds the leaves that a row reaches, in the order of the trees unless another was allowed.</summary>
    /// <param name="row">Features.</param>
    /// <param name="sums">One for each target; overwritten.</param>
    [SkipLocalsInit]
    public void Fold(ReadOnlySpan<float> row, Span<T> sums)
    {
        Span<byte> ranks = stackalloc byte[LaneCompiler.MaxColumns];
        Span<byte> leaves = stackalloc byte[Lanes];
        ref byte firstRank = ref MemoryMarshal.GetReference(ranks);
        ref byte firstLeaf = ref MemoryMarshal.GetReference(leaves);
        _ranker.Rank(row, ref firstRank);
        sums.Clear();
        LaneSums<T> reordered = default;
        ref byte entry = ref forest.Entries.Start;
        for (int first = 0; first < forest.FirstValues.Length; first += Lanes)
        {
            ReadOnlySpan<int> counts = forest.EntriesOfPlane.AsSpan(first / Lanes * forest.Planes, forest.Planes);
            LaneKernel.FindLeaves(width, _areMany, ref entry, counts, ref firstRank, ref firstLeaf);
            foreach (int count in counts) { entry = ref Unsafe.Add(ref entry, count * LaneForest<T>.EntryLength); }
            ReadOnlySpan<int> firstValues = forest.FirstValues.AsSpan(first, Math.Min(Lanes, forest.FirstValues.Length - first));
            if (sums.Length > 1) { AddToTargets(first, firstValues, ref firstLeaf, sums); }
            else if (mayReorder) { reordered.Add(firstValues, ref MemoryMarshal.GetArrayDataReference(forest.Values), ref firstLeaf); }
            else { Add(firstValues, ref firstLeaf, ref sums[0]); }
        }

        if (mayReorder && sums.Length == 1) { sums[0] = reordered.Total; }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Add(ReadOnlySpan<int> firstValues, ref byte leaves, ref T sum)
    {
        ref T values = ref MemoryMarshal.GetArrayDataReference(forest.Values);
        T running = sum;
        for (int i = 0; i < firstValues.Length; i++) { running += Unsafe.Add(ref values, firstValues[i] + Unsafe.Add(ref leaves, i)); }
        sum = running;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddToTargets(int firstTree, ReadOnlySpan<int> firstValues, ref byte leaves, Span<T> sums)
    {
        ref T values = ref MemoryMarshal.GetArrayDataReference(forest.Values);
        if (forest.ValuesOfLeaf == 1)
        {
            ReadOnlySpan<int> targets = forest.Targets.AsSpan(firstTree, firstValues.Length);
            for (int i = 0; i < firstValues.Length; i++) { sums[targets[i]] += Unsafe.Add(ref values, firstValues[i] + Unsafe.Add(ref leaves, i)); }
            return;
        }

        for (int i = 0; i < firstValues.Length; i++)
        {
            ref T ofLeaf = ref Unsafe.Add(ref values, firstValues[i] + (Unsafe.Add(ref leaves, i) * sums.Length));
            for (int target = 0; target < sums.Length; target++) { sums[target] += Unsafe.Add(ref ofLeaf, target); }
        }
    }
}
