namespace ModelOps.Onnx.Forests;

/// <summary>The parallel lists of a tree ensemble's node: each row is a node of a tree, or a weight of a leaf.</summary>
internal sealed class OnnxTreeTable
{
    private readonly IReadOnlyList<long> _treeIds;
    private readonly IReadOnlyList<long> _nodeIds;
    private readonly IReadOnlyList<long> _features;
    private readonly IReadOnlyList<long> _trueIds;
    private readonly IReadOnlyList<long> _falseIds;
    private readonly IReadOnlyList<long> _missing;
    private readonly IReadOnlyList<string> _modes;
    private readonly IReadOnlyList<double> _thresholds;
    private readonly Dictionary<(long Tree, long Node), int> _rows = [];
    private readonly Dictionary<int, List<ForestWeight>> _weights = [];

    public OnnxTreeTable(ForestAttributes attributes, string prefix, IReadOnlyList<double> thresholds, IReadOnlyList<double> weights)
    {
        _treeIds = attributes.Ints("nodes_treeids");
        _nodeIds = Sized("nodes_nodeids", attributes.Ints("nodes_nodeids"));
        _features = Sized("nodes_featureids", attributes.Ints("nodes_featureids"));
        _trueIds = Sized("nodes_truenodeids", attributes.Ints("nodes_truenodeids"));
        _falseIds = Sized("nodes_falsenodeids", attributes.Ints("nodes_falsenodeids"));
        _modes = Sized("nodes_modes", attributes.Strings("nodes_modes"));
        _thresholds = Sized("nodes_values", thresholds);
        _missing = attributes.Ints("nodes_missing_value_tracks_true");
        if (_missing.Count > 0) { Sized("nodes_missing_value_tracks_true", _missing); }
        for (int row = 0; row < _treeIds.Count; row++)
        {
            if (!_rows.TryAdd((_treeIds[row], _nodeIds[row]), row))
            {
                throw new ForestFormatException($"Node {_nodeIds[row]} of tree {_treeIds[row]} is there twice. Give each node of a tree its own id.");
            }
        }

        ReadWeights(attributes, prefix, weights);
    }

    /// <summary>Adds the trees in the order in which they are listed; the first node of a tree is its root.</summary>
    public void AddTo(ForestBuilder builder)
    {
        HashSet<long> seen = [];
        int[] added = new int[_treeIds.Count];
        Array.Fill(added, -1);
        for (int row = 0; row < _treeIds.Count; row++)
        {
            if (row > 0 && _treeIds[row] == _treeIds[row - 1]) { continue; }
            if (!seen.Add(_treeIds[row])) { throw new ForestFormatException($"The nodes of tree {_treeIds[row]} are not listed together. List each tree in one run."); }
            builder.AddTree(AddSubtree(builder, row, added));
        }
    }

    /// <summary>Adds what can be reached from a row, children first. A row that is open but not added is an ancestor.</summary>
    private int AddSubtree(ForestBuilder builder, int root, int[] added)
    {
        Stack<int> path = new([root]);
        HashSet<int> open = [];
        while (path.TryPeek(out int row))
        {
            if (added[row] >= 0) { path.Pop(); continue; }
            if (_modes[row] == "LEAF")
            {
                added[row] = builder.AddLeaf(_weights.TryGetValue(row, out List<ForestWeight>? weights) ? [.. weights] : []);
                continue;
            }

            int whenTrue = Child(row, _trueIds[row]);
            int whenFalse = Child(row, _falseIds[row]);
            if (open.Add(row))
            {
                foreach (int child in (ReadOnlySpan<int>)[whenTrue, whenFalse])
                {
                    if (open.Contains(child) && added[child] < 0)
                    {
                        throw new ForestFormatException($"Node {_nodeIds[child]} of tree {_treeIds[child]} can be reached from itself. A path must end in a leaf.");
                    }

                    if (added[child] < 0) { path.Push(child); }
                }

                continue;
            }

            added[row] = AddSplit(builder, row, added[whenTrue], added[whenFalse]);
        }

        return added[root];
    }

    private int AddSplit(ForestBuilder builder, int row, int whenTrue, int whenFalse)
    {
        SplitMode mode = _modes[row] switch
        {
            "BRANCH_LEQ" => SplitMode.AtMost,
            "BRANCH_LT" => SplitMode.Below,
            "BRANCH_GTE" => SplitMode.AtLeast,
            "BRANCH_GT" => SplitMode.Above,
            "BRANCH_EQ" => SplitMode.Equal,
            "BRANCH_NEQ" => SplitMode.NotEqual,
            _ => throw new ForestFormatException($"Node {_nodeIds[row]} of tree {_treeIds[row]} has mode '{_modes[row]}'. Give LEAF or one of the BRANCH modes."),
        };
        bool missingGoesTrue = _missing.Count > 0 && _missing[row] == 1;
        return builder.AddSplit(ForestNumber.Index(_features[row], "feature"), mode, _thresholds[row], whenTrue, whenFalse, missingGoesTrue);
    }

    private int Child(int row, long id) => _rows.TryGetValue((_treeIds[row], id), out int child)
        ? child
        : throw new ForestFormatException($"Node {_nodeIds[row]} of tree {_treeIds[row]} leads to node {id}, which the tree does not have.");

    private void ReadWeights(ForestAttributes attributes, string prefix, IReadOnlyList<double> weights)
    {
        IReadOnlyList<long> trees = attributes.Ints($"{prefix}_treeids");
        IReadOnlyList<long> nodes = attributes.Ints($"{prefix}_nodeids");
        IReadOnlyList<long> targets = attributes.Ints($"{prefix}_ids");
        if (nodes.Count != trees.Count || targets.Count != trees.Count || weights.Count != trees.Count)
        {
            throw new ForestFormatException(
                $"Its lists of weights have {trees.Count}, {nodes.Count}, {targets.Count} and {weights.Count} elements. Give {prefix}_treeids, _nodeids, _ids and _weights alike.");
        }

        for (int i = 0; i < trees.Count; i++)
        {
            if (!_rows.TryGetValue((trees[i], nodes[i]), out int row) || _modes[row] != "LEAF")
            {
                throw new ForestFormatException($"Weight {i} belongs to node {nodes[i]} of tree {trees[i]}, which is no leaf. Give weights to leaves.");
            }

            if (!_weights.TryGetValue(row, out List<ForestWeight>? ofLeaf)) { _weights.Add(row, ofLeaf = []); }
            ofLeaf.Add(new ForestWeight(ForestNumber.Index(targets[i], "target"), weights[i]));
        }
    }

    private IReadOnlyList<T> Sized<T>(string name, IReadOnlyList<T> list) => list.Count == _treeIds.Count
        ? list
        : throw new ForestFormatException($"{name} has {list.Count} elements and nodes_treeids {_treeIds.Count}. Give one for each node.");
}
