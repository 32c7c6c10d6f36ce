using ModelOps.Onnx.Forests.Ranking;

namespace ModelOps.Onnx.Forests.Quantized;

/// <summary>All bounds that a forest compares with, by column, and the forest said in ranks.</summary>
internal sealed class RankTable
{
    private readonly SortedDictionary<(int Feature, bool IsAbove), float[]> _bounds = [];
    private readonly Dictionary<RankColumnKey, int> _columns = [];
    private readonly Forest _forest;

    /// <summary>Collects the bounds.</summary>
    /// <exception cref="ForestFormatException">A comparison has no bound.</exception>
    public RankTable(Forest forest)
    {
        _forest = forest;
        Dictionary<RankColumnKey, HashSet<float>> found = [];
        foreach (ForestNode node in forest.Nodes)
        {
            if (node.IsLeaf) { continue; }
            (RankTest test, RankTest lower) = Tests(node);
            foreach (RankTest each in (ReadOnlySpan<RankTest>)[test, lower])
            {
                if (!found.TryGetValue(each.Column, out HashSet<float>? bounds)) { found.Add(each.Column, bounds = []); }
                bounds.Add(each.Bound);
            }
        }

        // A model must have some input.
        if (found.Count == 0) { found.Add(new RankColumnKey(0, NaNIsAbove: false), []); }
        foreach ((RankColumnKey key, HashSet<float> bounds) in found) { _bounds.Add((key.Feature, key.NaNIsAbove), [.. bounds.Order()]); }
        Columns = [.. _bounds.Select(static column => new ForestRankColumn(column.Key.Feature, column.Key.IsAbove, column.Value))];
        for (int i = 0; i < Columns.Count; i++) { _columns.Add(new RankColumnKey(Columns[i].Feature, Columns[i].MissingIsAbove), i); }
    }

    public IReadOnlyList<ForestRankColumn> Columns { get; }

    /// <summary>The forest over ranks: a feature for each column, thresholds that are ranks, all comparisons "at most".</summary>
    public Forest ToRanks()
    {
        ForestBuilder builder = new()
        {
            FeatureCount = Columns.Count,
            TargetCount = _forest.TargetCount,
            Aggregate = _forest.Aggregate,
            Transform = _forest.Transform,
            Precision = _forest.Precision,
            BaseValues = _forest.BaseValues.ToArray(),
            ClassLabels = _forest.ClassLabels,
        };
        int[] added = new int[_forest.Nodes.Length];
        for (int i = 0; i < added.Length; i++)
        {
            ForestNode node = _forest.Nodes[i];
            added[i] = node.IsLeaf
                ? builder.AddLeaf(_forest.Weights.Slice(node.FirstWeight, node.WeightCount))
                : Add(builder, node, added[node.WhenTrue], added[node.WhenFalse]);
        }

        foreach (int root in _forest.Roots) { builder.AddTree(added[root]); }
        return builder.Build();
    }

    private int Add(ForestBuilder builder, ForestNode node, int whenTrue, int whenFalse)
    {
        (RankTest test, RankTest lower) = Tests(node);
        switch (node.Mode)
        {
            case SplitMode.AtMost or SplitMode.Below:
                return Add(builder, test, whenTrue, whenFalse);
            case SplitMode.AtLeast or SplitMode.Above:
                return Add(builder, test, whenFalse, whenTrue);
            default:
                (int equal, int other) = node.Mode == SplitMode.Equal ? (whenTrue, whenFalse) : (whenFalse, whenTrue);
                return Add(builder, lower, other, Add(builder, test, equal, other));
        }
    }

    private int Add(ForestBuilder builder, RankTest test, int below, int above)
    {
        int rank = Array.BinarySearch(_bounds[(test.Column.Feature, test.Column.NaNIsAbove)], test.Bound);
        return builder.AddSplit(_columns[test.Column], SplitMode.AtMost, rank, below, above);
    }

    private static (RankTest Test, RankTest Lower) Tests(ForestNode node) => RankTest.TryCreate(node, out RankTest test, out RankTest lower)
        ? (test, lower)
        : throw new ForestFormatException($"A split compares {node.Mode} {node.Threshold}, which has no rank. Take such splits out of the model: they hold always or never.");
}
