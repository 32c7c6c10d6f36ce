using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Compiles a forest to ranks, where that is possible without any loss.</summary>
internal static class RankCompiler
{
    /// <summary>Longest run of leaf values that kernels load at once, in elements.</summary>
    private const int TableAlignment = 32;

    private const int MaxNarrowBounds = byte.MaxValue;
    private const int MaxBounds = ushort.MaxValue;
    private const int MaxTargets = 1024;

    /// <summary>Most tests that trees share: half a mebibyte of the widest units, which second-level caches hold.</summary>
    private const int MaxSharedTests = 1 << 13;

    /// <summary>Compiles a forest.</summary>
    /// <typeparam name="T">Type of sums.</typeparam>
    /// <param name="forest">The forest.</param>
    /// <param name="width">Width of the kernels, which decides for how large trees it pays.</param>
    /// <param name="ranked">The result.</param>
    /// <returns>Whether it could be: sums or averages, thresholds with a bound, at most 65,535 of them in a feature, no more leaves in a tree than pay,
    /// and targets that get something either from every row or from none.</returns>
    public static bool TryCompile<T>(Forest forest, VectorWidth width, [NotNullWhen(true)] out RankedForest<T>? ranked)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ranked = null;
        if (forest.Aggregate is not (ForestAggregate.Sum or ForestAggregate.Average) || forest.TargetCount > MaxTargets) { return false; }
        if (!TryMakeColumns(forest, out Dictionary<RankColumnKey, int>? indexes, out RankColumn[]? columns)) { return false; }
        bool isNarrow = columns.All(static column => column.Count <= MaxNarrowBounds);
        int maxLeaves = RankCosts.MaxLeaves(width, isNarrow);
        RankTests? sharedTests = columns.Sum(static column => (long)column.Count) <= MaxSharedTests ? new RankTests() : null;
        List<RankedTreeCode> trees = new(forest.Roots.Length);
        RankTreeCompiler compiler = new(forest, indexes, columns, sharedTests);
        foreach (int root in forest.Roots)
        {
            if (!compiler.TryCompile(root, maxLeaves, out RankedTreeCode? tree)) { return false; }
            trees.Add(tree);
        }

        int tests = sharedTests?.Count ?? trees.Select(static tree => tree.Tests.Length).DefaultIfEmpty(0).Max();
        int units = RankUnits.First + tests + trees.Select(static tree => tree.Slots).DefaultIfEmpty(0).Max();
        if (units > RankUnits.Most || !TryFindScored(forest, trees, out bool[]? isScored)) { return false; }
        ranked = Link<T>(forest, trees, columns, sharedTests?.ToArray() ?? [], RankUnits.First + tests, units, isScored);
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
                    isScored[weight.Target] |= leaves == tree.Leaves.Length;
                }
            }
        }

        return isScored.AsSpan().SequenceEqual(isEverScored) || (forest.TargetCount == 1 && !forest.IsClassifier);
    }

    private static RankedForest<T> Link<T>(
        Forest forest, List<RankedTreeCode> trees, RankColumn[] columns, RankTreeTest[] sharedTests, int firstSlot, int units, bool[] isScored)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        List<RankTreeTest> tests = [.. sharedTests];
        List<RankSelect> code = [];
        List<ushort> planes = [];
        List<RankedTree> linked = new(trees.Count);
        List<LeafTable> tables = [];
        List<T> values = [];
        foreach (RankedTreeCode tree in trees)
        {
            linked.Add(new RankedTree(tests.Count, tree.Tests.Length, code.Count, tree.Steps.Length, planes.Count, tree.Planes.Length, tables.Count, AddTables(forest, tree, tables, values)));
            tests.AddRange(tree.Tests);
            planes.AddRange(tree.Planes.Select(operand => Unit(operand, firstSlot)));
            foreach (RankTreeStep step in tree.Steps)
            {
                code.Add(new RankSelect((ushort)(RankUnits.First + step.Test), Unit(step.Below, firstSlot), Unit(step.Above, firstSlot), (ushort)(firstSlot + step.Out)));
            }
        }

        return new RankedForest<T>
        {
            Columns = columns,
            Tests = [.. tests],
            SharedTests = sharedTests.Length,
            Code = [.. code],
            Planes = [.. planes],
            Trees = [.. linked],
            Tables = [.. tables],
            Values = [.. values],
            Units = units,
            Leaves = trees.Select(static tree => tree.Leaves.Length).DefaultIfEmpty(1).Max(),
            IsNarrow = columns.All(static column => column.Count <= MaxNarrowBounds),
            IsScored = isScored,
        };
    }

    private static ushort Unit(RankOperand operand, int firstSlot) => (ushort)(operand.Kind switch
    {
        RankOperandKind.Free or RankOperandKind.Constant => operand.Index,
        RankOperandKind.Test => RankUnits.First + operand.Index,
        _ => firstSlot + operand.Index,
    });

    /// <returns>Number of tables.</returns>
    private static int AddTables<T>(Forest forest, RankedTreeCode tree, List<LeafTable> tables, List<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        Dictionary<int, int> firstByTarget = [];
        int length = (tree.Ids.Length + TableAlignment - 1) / TableAlignment * TableAlignment;
        for (int id = 0; id < tree.Ids.Length; id++)
        {
            if (tree.Ids[id] < 0) { continue; }
            ForestNode node = forest.Nodes[tree.Ids[id]];
            foreach (ForestWeight weight in forest.Weights.Slice(node.FirstWeight, node.WeightCount))
            {
                if (!firstByTarget.TryGetValue(weight.Target, out int first))
                {
                    first = values.Count;
                    firstByTarget.Add(weight.Target, first);
                    tables.Add(new LeafTable(weight.Target, first, length));
                    values.AddRange(Enumerable.Repeat(T.Zero, length));
                }

                values[first + id] = T.CreateTruncating(weight.Value);
            }
        }

        return firstByTarget.Count;
    }
}
