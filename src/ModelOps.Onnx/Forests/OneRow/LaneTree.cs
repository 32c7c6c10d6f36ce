using ModelOps.Onnx.Forests.Ranking;

namespace ModelOps.Onnx.Forests.OneRow;

/// <summary>Numbers the leaves of a tree and finds what its splits strike.</summary>
internal sealed class LaneTree(Forest forest, int lane, Dictionary<RankColumnKey, int> columns, RankColumn[] bounds)
{
    private const int LeavesOfPlane = LaneForest<byte>.LeavesOfPlane;
    private readonly List<int> _leaves = [];
    private readonly Dictionary<int, int> _sizes = [];

    /// <summary>Nodes of the leaves, in the order of their numbers.</summary>
    public IReadOnlyList<int> Leaves => _leaves;

    /// <summary>Adds the strikes of a tree to those of its group's planes.</summary>
    /// <returns>Whether it is a tree without shared children and equalities.</returns>
    public bool TryAdd(int root, List<LaneStrike>[] strikes)
    {
        if (!TryMeasure(root)) { return false; }
        Stack<int> open = new([root]);
        while (open.TryPop(out int index))
        {
            ForestNode node = forest.Nodes[index];
            if (node.IsLeaf)
            {
                _leaves.Add(index);
                continue;
            }

            // All leaves before this subtree are numbered by now, so those of its first child come next.
            bool isTrueFirst = _sizes[node.WhenTrue] <= _sizes[node.WhenFalse];
            (int first, int second) = isTrueFirst ? (node.WhenTrue, node.WhenFalse) : (node.WhenFalse, node.WhenTrue);
            open.Push(second);
            open.Push(first);
            bool isTrueAbove = node.Mode is SplitMode.AtLeast or SplitMode.Above;
            Strike(node, isFirstAbove: isTrueFirst == isTrueAbove, _leaves.Count, _sizes[first], strikes);
        }

        return true;
    }

    private void Strike(ForestNode node, bool isFirstAbove, int firstLeaf, int leaves, List<LaneStrike>[] strikes)
    {
        RankTest.TryCreate(node, out RankTest test, out _);
        int column = columns[test.Column];
        int rank = bounds[column].IndexOf(test.Bound);

        // The leaves go when the row turns to the other side: rank above the bound, or 255 - rank above 254 - bound.
        byte limit = (byte)(isFirstAbove ? byte.MaxValue - 1 - rank : rank);
        for (int leaf = firstLeaf; leaf < firstLeaf + leaves;)
        {
            int plane = leaf / LeavesOfPlane;
            int end = Math.Min(firstLeaf + leaves, (plane + 1) * LeavesOfPlane);
            int bits = ((1 << (end - leaf)) - 1) << (leaf % LeavesOfPlane);
            strikes[plane].Add(new LaneStrike(lane, (byte)column, isFirstAbove, limit, (byte)bits));
            leaf = end;
        }
    }

    /// <summary>Counts the leaves under each node.</summary>
    private bool TryMeasure(int root)
    {
        List<int> reached = [root];
        HashSet<int> seen = [root];
        for (int i = 0; i < reached.Count; i++)
        {
            ForestNode node = forest.Nodes[reached[i]];
            if (node.IsLeaf) { continue; }
            if (node.Mode is SplitMode.Equal or SplitMode.NotEqual || !seen.Add(node.WhenTrue) || !seen.Add(node.WhenFalse)) { return false; }
            reached.Add(node.WhenTrue);
            reached.Add(node.WhenFalse);
        }

        for (int i = reached.Count - 1; i >= 0; i--)
        {
            ForestNode node = forest.Nodes[reached[i]];
            _sizes[reached[i]] = node.IsLeaf ? 1 : _sizes[node.WhenTrue] + _sizes[node.WhenFalse];
        }

        return true;
    }
}
