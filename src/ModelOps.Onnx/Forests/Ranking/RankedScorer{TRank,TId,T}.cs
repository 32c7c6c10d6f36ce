using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Scores many rows with a ranked forest, a block at a time. Thread-safe: each call rents its own memory.</summary>
/// <typeparam name="TRank">Type of ranks: <see cref="sbyte"/> or <see cref="short"/>.</typeparam>
/// <typeparam name="TId">Type of ids of leaves: the unsigned type of the same size.</typeparam>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class RankedScorer<TRank, TId, T>(RankedForest<T> forest, ForestFinish<T> finish, int features, int targets, VectorWidth width) : IForestPlan
    where TRank : unmanaged, IBinaryInteger<TRank>, IMinMaxValue<TRank>
    where TId : unmanaged, IBinaryInteger<TId>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly ConcurrentQueue<RankScratch<T>> _scratch = [];

    private static int RowsOfBlock => RankMemory.Block / Unsafe.SizeOf<TRank>();

    public void Score(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes, int count)
    {
        if (!_scratch.TryDequeue(out RankScratch<T>? scratch)) { scratch = new RankScratch<T>(forest.Memory, forest.IsNarrow, targets); }
        for (int first = 0; first < count; first += RowsOfBlock)
        {
            int taken = Math.Min(RowsOfBlock, count - first);
            Fold(scratch, rows.Slice(first * features, taken * features), taken);
            Finish(scratch, scores.Slice(first * targets, taken * targets), classes.IsEmpty ? [] : classes.Slice(first, taken), taken);
        }

        _scratch.Enqueue(scratch);
    }

    private void Fold(RankScratch<T> scratch, ReadOnlySpan<float> rows, int count)
    {
        Span<byte> memory = scratch.Bytes;
        for (int i = 0; i < forest.Columns.Length; i++)
        {
            Span<byte> column = memory.Slice(forest.Memory.Column(i) * RankMemory.Unit, RankMemory.Block);
            forest.Columns[i].Rank(width, rows, features, MemoryMarshal.Cast<byte, TRank>(column)[..count]);
        }

        ref byte start = ref MemoryMarshal.GetReference(memory);
        Span<T> sums = scratch.Sums;
        sums.Clear();
        foreach (ref readonly RankedTree tree in forest.Trees.AsSpan())
        {
            ReadOnlySpan<RankInstruction> code = forest.Code.AsSpan(tree.FirstInstruction, tree.Instructions);
            RankKernel.Run<TRank>(width, ref start, forest.Memory.Leaves, code, count * Unsafe.SizeOf<TRank>());
            foreach (ref readonly LeafTable table in forest.Tables.AsSpan(tree.FirstTable, tree.Tables))
            {
                Span<T> ofTarget = sums.Slice(table.Target * RowsOfBlock, RowsOfBlock);
                ReadOnlySpan<T> values = forest.Values.AsSpan(table.First, table.Length);
                if (code.IsEmpty) { AddToAll(ofTarget[..count], values[0]); }
                else { LeafAdder.Add<TId, T>(width, ref Unsafe.Add(ref start, tree.Result * RankMemory.Unit), values, ofTarget, count); }
            }
        }
    }

    private void Finish(RankScratch<T> scratch, Span<float> scores, Span<int> classes, int count)
    {
        Span<T> rowSums = scratch.RowSums;
        for (int row = 0; row < count; row++)
        {
            for (int target = 0; target < rowSums.Length; target++) { rowSums[target] = scratch.Sums[(target * RowsOfBlock) + row]; }
            int best = finish.Row(rowSums, forest.IsScored, scores.Slice(row * targets, targets));
            if (!classes.IsEmpty) { classes[row] = best; }
        }
    }

    private static void AddToAll(Span<T> sums, T value)
    {
        foreach (ref T sum in sums) { sum += value; }
    }
}
