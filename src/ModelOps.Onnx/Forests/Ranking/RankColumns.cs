using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Forests.Ranking;

/// <summary>The columns of ranks that a forest's splits look at. Immutable.</summary>
internal sealed class RankColumns
{
    private const int MaxNarrowBounds = byte.MaxValue;
    private const int MaxBounds = ushort.MaxValue;
    private const int MaxTargets = 1024;

    private RankColumns(RankColumn[] all, Dictionary<RankColumnKey, int> indexes)
    {
        All = all;
        Indexes = indexes;
        IsNarrow = all.All(static column => column.Count <= MaxNarrowBounds);
    }

    public RankColumn[] All { get; }

    public IReadOnlyDictionary<RankColumnKey, int> Indexes { get; }

    /// <summary>Whether ranks fit a byte, else they take two.</summary>
    public bool IsNarrow { get; }

    /// <summary>Collects the bounds of a forest.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="columns">The result.</param>
    /// <param name="splits">For each node that compares order, its split in ranks; of equalities the upper bound, of leaves nothing.</param>
    /// <returns>Whether it could be: sums or averages, thresholds with a bound, and at most 65,535 of them in a feature.</returns>
    public static bool TryCreate(Forest forest, [NotNullWhen(true)] out RankColumns? columns, out RankSplit[] splits)
    {
        columns = null;
        splits = [];
        if (forest.Aggregate is not (ForestAggregate.Sum or ForestAggregate.Average) || forest.TargetCount > MaxTargets) { return false; }
        Dictionary<RankColumnKey, int> indexes = [];
        List<Dictionary<float, int>> bounds = [];
        splits = new RankSplit[forest.Nodes.Length];
        for (int i = 0; i < splits.Length; i++)
        {
            ref readonly ForestNode node = ref forest.Nodes[i];
            if (node.IsLeaf) { continue; }
            if (!RankTest.TryCreate(node, out RankTest test, out RankTest lower)) { return false; }
            splits[i] = Note(test, indexes, bounds);
            if (lower != test) { Note(lower, indexes, bounds); }
        }

        RankColumn[] all = new RankColumn[bounds.Count];
        int[][] ranks = new int[bounds.Count][];
        foreach ((RankColumnKey key, int index) in indexes)
        {
            if (bounds[index].Count > MaxBounds) { return false; }
            (all[index], ranks[index]) = Sort(key, bounds[index]);
        }

        for (int i = 0; i < splits.Length; i++)
        {
            if (!forest.Nodes[i].IsLeaf) { splits[i] = splits[i] with { Rank = ranks[splits[i].Column][splits[i].Rank] }; }
        }

        columns = new RankColumns(all, indexes);
        return true;
    }

    /// <summary>Notes a test; until bounds are sorted, it has the number of its bound for a rank.</summary>
    private static RankSplit Note(RankTest test, Dictionary<RankColumnKey, int> indexes, List<Dictionary<float, int>> bounds)
    {
        ref int column = ref CollectionsMarshal.GetValueRefOrAddDefault(indexes, test.Column, out bool isKnown);
        if (!isKnown)
        {
            column = bounds.Count;
            bounds.Add([]);
        }

        Dictionary<float, int> ofColumn = bounds[column];
        ref int number = ref CollectionsMarshal.GetValueRefOrAddDefault(ofColumn, test.Bound, out isKnown);
        if (!isKnown) { number = ofColumn.Count - 1; }
        return new RankSplit(column, number);
    }

    private static (RankColumn Column, int[] Ranks) Sort(RankColumnKey key, Dictionary<float, int> bounds)
    {
        float[] sorted = new float[bounds.Count];
        int[] numbers = new int[bounds.Count];
        bounds.Keys.CopyTo(sorted, 0);
        bounds.Values.CopyTo(numbers, 0);
        Array.Sort(sorted, numbers);
        int[] ranks = new int[numbers.Length];
        for (int rank = 0; rank < numbers.Length; rank++) { ranks[numbers[rank]] = rank; }
        return (new RankColumn(key, sorted), ranks);
    }
}
