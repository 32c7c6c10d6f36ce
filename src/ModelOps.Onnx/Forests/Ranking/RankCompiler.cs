using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Compiles a forest to ranks, where that is possible without any loss.</summary>
internal static class RankCompiler
{
    /// <summary>Longest run of leaf values that kernels load at once, in elements.</summary>
    private const int TableAlignment = 32;

    private const int MaxNarrowBounds = byte.MaxValue;
    private const int MaxNarrowLeaves = byte.MaxValue + 1;
    private const int MaxBounds = ushort.MaxValue;
    private const int MaxLeaves = 1024;
    private const int MaxTargets = 1024;

    /// <summary>Compiles a forest.</summary>
    /// <typeparam name="T">Type of sums.</typeparam>
    /// <param name="forest">The forest.</param>
    /// <param name="ranked">The result.</param>
    /// <returns>Whether it could be: sums or averages, thresholds with a bound, at most 65,535 of them in a feature, at most 1,024 leaves in a tree,
    /// and targets that get something either from every row or from none.</returns>
    public static bool TryCompile<T>(Forest forest, [NotNullWhen(true)] out RankedForest<T>? ranked)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ranked = null;
        if (forest.Aggregate is not (ForestAggregate.Sum or ForestAggregate.Average) || forest.TargetCount > MaxTargets) { return false; }
        if (!TryMakeColumns(forest, out Dictionary<RankColumnKey, int>? indexes, out RankColumn[]? columns)) { return false; }
        List<RankedTreeCode> trees = new(forest.Roots.Length);
        RankTreeCompiler compiler = new(forest, indexes, columns);
        foreach (int root in forest.Roots)
        {
            RankedTreeCode tree = compiler.Compile(root);
            if (tree.Leaves.Count > MaxLeaves) { return false; }
            trees.Add(tree);
        }

        int leaves = trees.Select(static tree => tree.Leaves.Count).DefaultIfEmpty(1).Max();
        bool isNarrow = leaves <= MaxNarrowLeaves && columns.All(static column => column.Count <= MaxNarrowBounds);
        RankMemory memory = new(leaves, trees.Select(static tree => tree.Slots).DefaultIfEmpty(0).Max(), columns.Length);
        if (memory.Units > ushort.MaxValue || !TryFindScored(forest, trees, out bool[]? isScored)) { return false; }
        ranked = Link<T>(forest, trees, columns, memory, isNarrow, isScored);
        return true;
    }

    private static bool TryMakeColumns(
        Forest forest, [NotNullWhen(true)] out Dictionary<RankColumnKey, int>? indexes, [NotNullWhen(true)] out RankColumn[]? columns)
    {
        indexes = null;
        columns = null;
        Dictionary<RankColumnKey, HashSet<float>> bounds = [];
        foreach (ForestNode node in forest.Nodes)
        {
            if (node.IsLeaf) { continue; }
            if (!RankTest.TryCreate(node, out RankTest test, out RankTest lower)) { return false; }
            foreach (RankTest each in (ReadOnlySpan<RankTest>)[test, lower])
            {
                if (!bounds.TryGetValue(each.Column, out HashSet<float>? ofColumn)) { bounds.Add(each.Column, ofColumn = []); }
                ofColumn.Add(each.Bound);
            }
        }

        columns = new RankColumn[bounds.Count];
        indexes = [];
        foreach ((RankColumnKey key, HashSet<float> values) in bounds)
        {
            if (values.Count > MaxBounds) { return false; }
            float[] sorted = [.. values];
            Array.Sort(sorted);
            columns[indexes.Count] = new RankColumn(key, sorted);
            indexes.Add(key, indexes.Count);
        }

        return true;
    }

    /// <summary>A target is scored by every row if all leaves of some tree give to it.</summary>
    private static bool TryFindScored(Forest forest, List<RankedTreeCode> trees, [NotNullWhen(true)] out bool[]? isScored)
    {
        isScored = new bool[forest.TargetCount];
        bool[] isEverScored = new bool[forest.TargetCount];
        foreach (RankedTreeCode tree in trees)
        {
            Dictionary<int, int> leavesByTarget = [];
            foreach (int leaf in tree.Leaves)
            {
                ForestNode node = forest.Nodes[leaf];
                foreach (ForestWeight weight in forest.Weights.Slice(node.FirstWeight, node.WeightCount))
                {
                    int leaves = leavesByTarget.GetValueOrDefault(weight.Target) + 1;
                    leavesByTarget[weight.Target] = leaves;
                    isEverScored[weight.Target] = true;
                    isScored[weight.Target] |= leaves == tree.Leaves.Count;
                }
            }
        }

        return isScored.AsSpan().SequenceEqual(isEverScored) || (forest.TargetCount == 1 && !forest.IsClassifier);
    }

    private static RankedForest<T> Link<T>(
        Forest forest, List<RankedTreeCode> trees, RankColumn[] columns, RankMemory memory, bool isNarrow, bool[] isScored)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<RankInstruction> code = [];
        List<RankedTree> linked = new(trees.Count);
        List<LeafTable> tables = [];
        List<T> values = [];
        int lowest = isNarrow ? sbyte.MinValue : short.MinValue;
        foreach (RankedTreeCode tree in trees)
        {
            int firstInstruction = code.Count;
            foreach (RankTreeStep step in tree.Steps)
            {
                code.Add(new RankInstruction(
                    (ushort)memory.Column(step.Column), Unit(memory, step.Below), Unit(memory, step.Above), (ushort)memory.Slot(step.Out), (short)(step.Rank + lowest)));
            }

            int firstTable = tables.Count;
            AddTables(forest, tree, tables, values);
            linked.Add(new RankedTree(firstInstruction, tree.Steps.Count, Unit(memory, tree.Result), firstTable, tables.Count - firstTable));
        }

        return new RankedForest<T>
        {
            Columns = columns,
            Code = [.. code],
            Trees = [.. linked],
            Tables = [.. tables],
            Values = [.. values],
            Memory = memory,
            IsNarrow = isNarrow,
            IsScored = isScored,
        };
    }

    private static void AddTables<T>(Forest forest, RankedTreeCode tree, List<LeafTable> tables, List<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<int, int> firstByTarget = [];
        int length = (tree.Leaves.Count + TableAlignment - 1) / TableAlignment * TableAlignment;
        for (int leaf = 0; leaf < tree.Leaves.Count; leaf++)
        {
            ForestNode node = forest.Nodes[tree.Leaves[leaf]];
            foreach (ForestWeight weight in forest.Weights.Slice(node.FirstWeight, node.WeightCount))
            {
                if (!firstByTarget.TryGetValue(weight.Target, out int first))
                {
                    first = values.Count;
                    firstByTarget.Add(weight.Target, first);
                    tables.Add(new LeafTable(weight.Target, first, length));
                    values.AddRange(Enumerable.Repeat(T.Zero, length));
                }

                values[first + leaf] = T.CreateTruncating(weight.Value);
            }
        }
    }

    private static ushort Unit(RankMemory memory, RankOperand operand) => (ushort)(operand.IsSlot ? memory.Slot(operand.Index) : operand.Index);
}
