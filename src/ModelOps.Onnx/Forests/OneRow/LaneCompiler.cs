using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.InteropServices;
using ModelOps.Onnx.Forests.Ranking;
using ModelOps.Onnx.Kernels;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Puts trees side by side.</summary>
/// <remarks>
/// The idea of QuickScorer (Lucchese et al., 2015) turned sideways: leaves are numbered so that one child of a split comes before the other, and a split that
/// sends the row to the second child strikes the leaves of the first. What is left in front when all splits were asked is the leaf reached.
/// The smaller child is the first, so few bytes are struck; when that turns a test round, it looks at the complement of the rank.
/// </remarks>
internal static class LaneCompiler
{
    /// <summary>Most columns of ranks.</summary>
    public const int MaxColumns = 64;

    private const int MaxLeaves = 256;
    private const int MaxEntries = 1 << 18;
    private const int MaxValuesOfLeaf = 64;

    /// <summary>Compiles a forest.</summary>
    /// <typeparam name="T">Type of sums.</typeparam>
    /// <param name="forest">The forest.</param>
    /// <param name="columns">Its columns of ranks.</param>
    /// <param name="splits">Its splits in ranks.</param>
    /// <param name="code">How entries are coded.</param>
    /// <param name="laned">The result.</param>
    /// <returns>Whether it could be: ranks of a byte, at most 64 columns, at most 256 leaves in a tree, no equalities, no shared children, one target for each tree
    /// or few targets, which get something either from every row or from none. Blocks of rows can be scored too then.</returns>
    public static bool TryCompile<T>(Forest forest, RankColumns columns, RankSplit[] splits, LaneCode code, [NotNullWhen(true)] out LaneForest<T>? laned)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        laned = null;
        if (!columns.IsNarrow || columns.All.Length > MaxColumns) { return false; }
        LaneTree tree = new(forest, splits);
        int most = 1;
        foreach (int root in forest.Roots) { most = Math.Max(most, tree.SizeOf(root)); }
        if (most > MaxLeaves) { return false; }
        int planes = (most + LaneForest<T>.LeavesOfPlane - 1) / LaneForest<T>.LeavesOfPlane;
        LaneStrikes strikes = new(planes);
        ScoredTargets scored = new(forest);
        List<byte> entries = [];
        List<int> counts = [];
        List<int> leaves = new(forest.Nodes.Length);
        int[] firstLeaves = new int[forest.Roots.Length];
        int[] targets = new int[forest.Roots.Length];
        bool isOneTargetEach = true;
        for (int i = 0; i < forest.Roots.Length; i++)
        {
            if (!tree.TryAdd(forest.Roots[i], i % LaneForest<T>.Lanes, strikes)) { return false; }
            firstLeaves[i] = leaves.Count;
            leaves.AddRange(tree.Leaves);
            scored.AddTree(tree.Leaves);
            isOneTargetEach &= scored.TargetsOfTree.Count == 1;
            targets[i] = scored.TargetsOfTree.Count > 0 ? scored.TargetsOfTree[0] : 0;
            if ((i + 1) % LaneForest<T>.Lanes != 0 && i + 1 < forest.Roots.Length) { continue; }
            strikes.MoveTo(code, counts, entries);
            if (entries.Count > MaxEntries * LaneForest<T>.EntryLength) { return false; }
        }

        int valuesOfLeaf = isOneTargetEach ? 1 : forest.TargetCount;
        if (valuesOfLeaf > MaxValuesOfLeaf || !scored.TryFinish(out bool[]? isScored)) { return false; }
        for (int i = 0; i < firstLeaves.Length; i++) { firstLeaves[i] *= valuesOfLeaf; }
        laned = new LaneForest<T>
        {
            Entries = new LineAligned<byte>(CollectionsMarshal.AsSpan(entries)),
            EntriesOfPlane = [.. counts],
            Planes = planes,
            Values = Values<T>(forest, CollectionsMarshal.AsSpan(leaves), valuesOfLeaf),
            FirstValues = firstLeaves,
            ValuesOfLeaf = valuesOfLeaf,
            Targets = valuesOfLeaf > 1 ? [] : targets,
            IsScored = isScored,
        };
        return true;
    }

    /// <summary>What leaves give; to add zero to a sum that began as zero changes no bit of it.</summary>
    private static T[] Values<T>(Forest forest, ReadOnlySpan<int> leaves, int valuesOfLeaf)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        T[] values = new T[checked(leaves.Length * valuesOfLeaf)];
        for (int i = 0; i < leaves.Length; i++)
        {
            ref readonly ForestNode leaf = ref forest.Nodes[leaves[i]];
            foreach (ref readonly ForestWeight weight in forest.Weights.Slice(leaf.FirstWeight, leaf.WeightCount))
            {
                values[(i * valuesOfLeaf) + (valuesOfLeaf == 1 ? 0 : weight.Target)] = T.CreateTruncating(weight.Value);
            }
        }

        return values;
    }
}
