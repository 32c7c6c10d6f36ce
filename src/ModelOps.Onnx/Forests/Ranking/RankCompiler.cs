using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>Compiles a forest to ranks, where that is possible without any loss.</summary>
internal static class RankCompiler
{
    /// <summary>Longest run of leaf values that kernels load at once, in elements.</summary>
    private const int TableAlignment = 32;

    /// <summary>Most tests that trees share: half a mebibyte of the widest units, which second-level caches hold.</summary>
    private const int MaxSharedTests = 1 << 13;

    /// <summary>Compiles a forest.</summary>
    /// <typeparam name="T">Type of sums.</typeparam>
    /// <param name="forest">The forest.</param>
    /// <param name="columns">Its columns.</param>
    /// <param name="width">Width of the kernels, which decides for how large trees it pays.</param>
    /// <param name="ranked">The result.</param>
    /// <returns>Whether it could be: no more leaves in a tree than pay, and targets that get something either from every row or from none.</returns>
    public static bool TryCompile<T>(Forest forest, RankColumns columns, VectorWidth width, [NotNullWhen(true)] out RankedForest<T>? ranked)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        ranked = null;
        int maxLeaves = RankCosts.MaxLeaves(width, columns.IsNarrow);
        RankTests? sharedTests = columns.All.Sum(static column => (long)column.Count) <= MaxSharedTests ? new RankTests() : null;
        List<RankedTreeCode> trees = new(forest.Roots.Length);
        RankTreeCompiler compiler = new(forest, columns, sharedTests);
        ScoredTargets scored = new(forest);
        foreach (int root in forest.Roots)
        {
            if (!compiler.TryCompile(root, maxLeaves, out RankedTreeCode? tree)) { return false; }
            trees.Add(tree);
            scored.AddTree(tree.Leaves);
        }

        int tests = sharedTests?.Count ?? trees.Select(static tree => tree.Tests.Length).DefaultIfEmpty(0).Max();
        int units = RankUnits.First + tests + trees.Select(static tree => tree.Slots).DefaultIfEmpty(0).Max();
        if (units > RankUnits.Most || !scored.TryFinish(out bool[]? isScored)) { return false; }
        ranked = Link<T>(forest, trees, columns, sharedTests?.ToArray() ?? [], RankUnits.First + tests, units, isScored);
        return true;
    }

    private static RankedForest<T> Link<T>(
        Forest forest, List<RankedTreeCode> trees, RankColumns columns, RankTreeTest[] sharedTests, int firstSlot, int units, bool[] isScored)
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
            Columns = columns.All,
            Tests = [.. tests],
            SharedTests = sharedTests.Length,
            Code = [.. code],
            Planes = [.. planes],
            Trees = [.. linked],
            Tables = [.. tables],
            Values = [.. values],
            Units = units,
            Leaves = trees.Select(static tree => tree.Leaves.Length).DefaultIfEmpty(1).Max(),
            IsNarrow = columns.IsNarrow,
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
