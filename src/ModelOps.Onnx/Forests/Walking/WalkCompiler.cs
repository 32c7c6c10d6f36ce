using ModelOps.Onnx.Forests.Ranking;

namespace ModelOps.Onnx.Forests.Walking;

/// <summary>Lays a forest out for walking: the two children of a split are neighbours, the one for rows not above the bound first.</summary>
internal sealed class WalkCompiler(Forest forest)
{
    /// <summary>Bytes of nodes that fit a table of 32-bit positions with ease.</summary>
    private const int MaxNodes = 1 << 26;

    private readonly Dictionary<RankColumnKey, int> _columns = [];
    private readonly Dictionary<int, int> _placed = [];
    private readonly Queue<(int At, int Node, bool IsUpperTest)> _open = [];

    /// <summary>Nodes; position 0 is the first tree's root.</summary>
    public List<WalkNode> Nodes { get; } = [];

    /// <summary>For each node the first weight and the number of weights of a leaf.</summary>
    public List<(int First, int Count)> Leaves { get; } = [];

    public List<int> Roots { get; } = [];

    public IEnumerable<RankColumnKey> Columns => _columns.Keys;

    /// <summary>Lays all trees out.</summary>
    /// <returns>Whether it could be: thresholds with a bound, at most 4,096 columns, and trees that are not too large for the distances.</returns>
    public bool TryCompile()
    {
        foreach (int root in forest.Roots)
        {
            Roots.Add(Take(1));
            _placed.Clear();
            _open.Enqueue((Roots[^1], root, false));
            while (_open.TryDequeue(out (int At, int Node, bool IsUpperTest) next))
            {
                if (!TryPlace(next.At, next.Node, next.IsUpperTest)) { return false; }
            }
        }

        return true;
    }

    private bool TryPlace(int at, int index, bool isUpperTest)
    {
        ForestNode node = forest.Nodes[index];
        if (!isUpperTest && !_placed.TryAdd(index, at))
        {
            // A child of several parents: this place only leads there.
            int distance = _placed[index] - at;
            Nodes[at] = new WalkNode(WalkKey.Highest, 0, distance);
            return Math.Abs(distance) <= WalkNode.MaxDistance;
        }

        if (node.IsLeaf)
        {
            Nodes[at] = new WalkNode(WalkKey.Highest, 0, 0);
            Leaves[at] = (node.FirstWeight, node.WeightCount);
            return true;
        }

        if (!RankTest.TryCreate(node, out RankTest test, out RankTest lower)) { return false; }
        bool isEquality = node.Mode is SplitMode.Equal or SplitMode.NotEqual;
        RankTest used = isEquality && !isUpperTest ? lower : test;
        if (!_columns.TryGetValue(used.Column, out int column)) { _columns.Add(used.Column, column = _columns.Count); }
        int children = Take(2);
        Nodes[at] = new WalkNode(WalkKey.Of(used.Bound), column, children - at);
        if (column >= WalkNode.MaxColumns || children - at > WalkNode.MaxDistance || Nodes.Count > MaxNodes) { return false; }
        (int below, int above) = node.Mode is SplitMode.AtLeast or SplitMode.Above ? (node.WhenFalse, node.WhenTrue) : (node.WhenTrue, node.WhenFalse);
        if (isEquality)
        {
            // Between the two bounds lies the value; the second test is asked of what is above the first.
            (int equal, int other) = node.Mode == SplitMode.Equal ? (node.WhenTrue, node.WhenFalse) : (node.WhenFalse, node.WhenTrue);
            (below, above) = isUpperTest ? (equal, other) : (other, index);
        }

        _open.Enqueue((children, below, false));
        _open.Enqueue((children + 1, above, isEquality && !isUpperTest));
        return true;
    }

    private int Take(int count)
    {
        int first = Nodes.Count;
        for (int i = 0; i < count; i++)
        {
            Nodes.Add(default);
            Leaves.Add(default);
        }

        return first;
    }
}
