using System.Collections.Concurrent;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Scores many rows with a ranked forest, a block at a time. Thread-safe: each call rents its own memory.</summary>
/// <typeparam name="TRank">Type of ranks: <see cref="sbyte"/> or <see cref="short"/>.</typeparam>
/// <typeparam name="T">Type of sums.</typeparam>
internal sealed class RankedScorer<TRank, T>(RankedForest<T> forest, ForestFinish<T> finish, int features, int targets, VectorWidth width) : IForestPlan
    where TRank : unmanaged, IBinaryInteger<TRank>, IMinMaxValue<TRank>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const int PlanesOfByte = 8;
    private readonly ConcurrentQueue<RankScratch<T>> _scratch = [];
    private readonly int _unit = Math.Max(sizeof(ulong), (int)width);

    /// <summary>Rows of a block.</summary>
    public int RowsOfBlock => 8 * _unit;

    public void Score(ReadOnlySpan<float> rows, Span<float> scores, Span<int> classes, int count)
    {
        if (!_scratch.TryDequeue(out RankScratch<T>? scratch)) { scratch = new RankScratch<T>(forest, _unit, targets); }
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
        // Few rows need no wide units, and more of the narrow ones stay near.
        int unit = _unit;
        while (unit > sizeof(ulong) && count <= 4 * unit) { unit /= 2; }
        Span<TRank> ranks = MemoryMarshal.Cast<byte, TRank>(scratch.Ranks.Span);
        for (int i = 0; i < forest.Columns.Length; i++) { forest.Columns[i].Rank(width, rows, features, ranks.Slice(i * RowsOfBlock, count)); }
        ref byte units = ref scratch.Units.Start;
        scratch.Units.Span[..unit].Clear();
        scratch.Units.Span.Slice(RankUnits.Ones * unit, unit).Fill(byte.MaxValue);
        Test(forest.Tests.AsSpan(0, forest.SharedTests), ranks, unit, ref units, count);
        Span<T> sums = scratch.Sums.Span;
        sums.Clear();
        ref byte ids = ref scratch.Ids.Start;
        foreach (ref readonly RankedTree tree in forest.Trees.AsSpan())
        {
            Test(forest.Tests.AsSpan(tree.FirstTest, tree.Tests), ranks, unit, ref units, count);
            RankSelectKernel.Run(unit, ref units, forest.Code.AsSpan(tree.FirstSelect, tree.Selects));
            ReadOnlySpan<ushort> planes = forest.Planes.AsSpan(tree.FirstPlane, tree.Planes);
            LeafIds.Join(width, unit, ref units, planes[..Math.Min(planes.Length, PlanesOfByte)], ref ids, count);
            int high = planes.Length > PlanesOfByte ? RankScratch<T>.MaxRows : 0;
            if (high > 0) { LeafIds.Join(width, unit, ref units, planes[PlanesOfByte..], ref Unsafe.Add(ref ids, high), count); }
            foreach (ref readonly LeafTable table in forest.Tables.AsSpan(tree.FirstTable, tree.Tables))
            {
                LeafAdder.Add(width, ref ids, high, forest.Values.AsSpan(table.First, table.Length), sums.Slice(table.Target * RowsOfBlock, RowsOfBlock), count);
            }
        }
    }

    private void Test(ReadOnlySpan<RankTreeTest> tests, Span<TRank> ranks, int unit, ref byte units, int count)
    {
        ref byte bits = ref Unsafe.Add(ref units, RankUnits.First * unit);
        ref TRank first = ref MemoryMarshal.GetReference(ranks);
        foreach (ref readonly RankTreeTest test in tests)
        {
            TRank bound = TRank.CreateTruncating(test.Rank + int.CreateTruncating(TRank.MinValue));
            RankTestKernel.Run(width, ref Unsafe.Add(ref first, test.Column * RowsOfBlock), bound, ref bits, count);
            bits = ref Unsafe.Add(ref bits, unit);
        }
    }

    private void Finish(RankScratch<T> scratch, Span<float> scores, Span<int> classes, int count)
    {
        Span<T> sums = scratch.Sums.Span;
        Span<T> rowSums = scratch.RowSums;
        for (int row = 0; row < count; row++)
        {
            for (int target = 0; target < rowSums.Length; target++) { rowSums[target] = sums[(target * RowsOfBlock) + row]; }
            int best = finish.Row(rowSums, forest.IsScored, scores.Slice(row * targets, targets));
            if (!classes.IsEmpty) { classes[row] = best; }
        }
    }
}
