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
    /// <param name="ranked">The same forest in ranks.</param>
    /// <param name="code">How entries are coded.</param>
    /// <param name="laned">The result.</param>
    /// <returns>Whether it could be: ranks of a byte, at most 64 columns, no equalities, no shared children, and one target for each tree or few targets.</returns>
    public static bool TryCompile<T>(Forest forest, RankedForest<T> ranked, LaneCode code, [NotNullWhen(true)] out LaneForest<T>? laned)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        laned = null;
        if (!ranked.IsNarrow || ranked.Columns.Length > MaxColumns || ranked.Leaves > MaxLeaves) { return false; }
        int valuesOfLeaf = ranked.Trees.All(static tree => tree.Tables == 1) ? 1 : forest.TargetCount;
        if (valuesOfLeaf > MaxValuesOfLeaf) { return false; }
        Dictionary<RankColumnKey, int> columns = ranked.Columns.Select(static (column, index) => (column.Key, index)).ToDictionary();
        int planes = (ranked.Leaves + LaneForest<T>.LeavesOfPlane - 1) / LaneForest<T>.LeavesOfPlane;
        List<byte> entries = [];
        List<int> counts = [];
        List<T> values = [];
        int[] firstValues = new int[forest.Roots.Length];
        for (int group = 0; group < forest.Roots.Length; group += LaneForest<T>.Lanes)
        {
            List<LaneStrike>[] strikes = [.. Enumerable.Range(0, planes).Select(static _ => new List<LaneStrike>())];
            for (int tree = group; tree < Math.Min(group + LaneForest<T>.Lanes, forest.Roots.Length); tree++)
            {
                firstValues[tree] = values.Count;
                LaneTree lane = new(forest, tree - group, columns, ranked.Columns);
                if (!lane.TryAdd(forest.Roots[tree], strikes)) { return false; }
                foreach (int leaf in lane.Leaves) { AddValues(forest, forest.Nodes[leaf], valuesOfLeaf, values); }
            }

            foreach (List<LaneStrike> ofPlane in strikes) { counts.Add(AddEntries(ofPlane, code, entries)); }
            if (entries.Count > MaxEntries * LaneForest<T>.EntryLength) { return false; }
        }

        laned = new LaneForest<T>
        {
            Entries = new LineAligned<byte>(CollectionsMarshal.AsSpan(entries)),
            EntriesOfPlane = [.. counts],
            Planes = planes,
            Values = [.. values],
            FirstValues = firstValues,
            ValuesOfLeaf = valuesOfLeaf,
            Targets = valuesOfLeaf > 1 ? [] : [.. ranked.Trees.Select(tree => ranked.Tables[tree.FirstTable].Target)],
        };
        return true;
    }

    /// <summary>What a leaf gives; to add zero to a sum that began as zero changes no bit of it.</summary>
    private static void AddValues<T>(Forest forest, ForestNode leaf, int valuesOfLeaf, List<T> values)
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        int first = values.Count;
        values.AddRange(Enumerable.Repeat(T.Zero, valuesOfLeaf));
        foreach (ForestWeight weight in forest.Weights.Slice(leaf.FirstWeight, leaf.WeightCount))
        {
            values[first + (valuesOfLeaf == 1 ? 0 : weight.Target)] = T.CreateTruncating(weight.Value);
        }
    }

    /// <summary>Lines the strikes of a plane up: an entry takes the next of each lane. Lanes that have no more strike nothing.</summary>
    private static int AddEntries(List<LaneStrike> strikes, LaneCode code, List<byte> entries)
    {
        const int Lanes = LaneForest<byte>.Lanes;
        int[] used = new int[Lanes];
        foreach (LaneStrike strike in strikes) { used[strike.Lane]++; }
        int count = used.Max();
        byte[] bytes = new byte[count * LaneForest<byte>.EntryLength];
        Array.Clear(used);
        foreach (LaneStrike strike in strikes)
        {
            int at = (used[strike.Lane]++ * LaneForest<byte>.EntryLength) + strike.Lane;
            bytes[at] = strike.LookOf(code);
            bytes[at + Lanes] = strike.LimitOf(code);
            bytes[at + (2 * Lanes)] = strike.Leaves;
        }

        entries.AddRange(bytes);
        return count;
    }
}
