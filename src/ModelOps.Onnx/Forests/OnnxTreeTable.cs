namespace ModelOps.Onnx.Forests;

/// <summary>The parallel lists of a tree ensemble's node: each row is a node of a tree, or a weight of a leaf.</summary>
internal sealed class OnnxTreeTable
{
    /// <summary>In place of a node's index: nobody came by.</summary>
    private const int Unseen = -1;

    /// <summary>In place of a node's index: an ancestor of what is looked at.</summary>
    private const int Open = -2;

    private readonly long[] _treeIds;
    private readonly long[] _nodeIds;
    private readonly long[] _features;
    private readonly long[] _trueIds;
    private readonly long[] _falseIds;
    private readonly long[] _missing;
    private readonly string[] _modeNames;
    private readonly SplitMode[] _modes;
    private readonly double[] _thresholds;
    private readonly OnnxNodeIndex _rows;
    private readonly OnnxLeafWeights _weights;

    public OnnxTreeTable(ForestAttributes attributes, string prefix, double[] thresholds, double[] weights)
    {
        _treeIds = attributes.Ints("nodes_treeids");
        _nodeIds = Sized("nodes_nodeids", attributes.Ints("nodes_nodeids"));
        _features = Sized("nodes_featureids", attributes.Ints("nodes_featureids"));
        _trueIds = Sized("nodes_truenodeids", attributes.Ints("nodes_truenodeids"));
        _falseIds = Sized("nodes_falsenodeids", attributes.Ints("nodes_falsenodeids"));
        _modeNames = Sized("nodes_modes", attributes.Strings("nodes_modes"));
        _thresholds = Sized("nodes_values", thresholds);
        _missing = attributes.Ints("nodes_missing_value_tracks_true");
        if (_missing.Length > 0) { Sized("nodes_missing_value_tracks_true", _missing); }
        _rows = new OnnxNodeIndex(_treeIds, _nodeIds);
        _modes = OnnxTreeModes.Read(_modeNames);
        _weights = new OnnxLeafWeights(attributes, prefix, weights, _rows, _modes);
    }

    /// <summary>Adds the trees in the order in which they are listed; the first node of a tree is its root.</summary>
    public void AddTo(ForestBuilder builder)
    {
        builder.Reserve(_treeIds.Length, _weights.Count);
        HashSet<long> seen = [];
        Stack<int> path = [];
        int[] added = new int[_treeIds.Length];
        Array.Fill(added, Unseen);
        for (int row = 0; row < _treeIds.Length; row++)
        {
            if (row > 0 && _treeIds[row] == _treeIds[row - 1]) { continue; }
            if (!seen.Add(_treeIds[row])) { throw new ForestFormatException($"The nodes of tree {_treeIds[row]} are not listed together. List each tree in one run."); }
            path.Push(row);
            AddPath(builder, path, added);
            builder.AddTree(added[row]);
        }
    }

    /// <summary>Adds what can be reached from the one row of a path, children first.</summary>
    private void AddPath(ForestBuilder builder, Stack<int> path, int[] added)
    {
        while (path.TryPeek(out int row))
        {
            if (added[row] >= 0) { path.Pop(); continue; }
            if (_modes[row] == OnnxTreeModes.Leaf)
            {
                added[row] = builder.AddLeaf(_weights.Of(row));
                continue;
            }

            int whenTrue = Child(row, _trueIds[row]);
            int whenFalse = Child(row, _falseIds[row]);
            if (added[row] == Open)
            {
                added[row] = AddSplit(builder, row, added[whenTrue], added[whenFalse]);
                continue;
            }

            added[row] = Open;
            Push(path, whenTrue, added);
            Push(path, whenFalse, added);
        }
    }

    private void Push(Stack<int> path, int child, int[] added)
    {
        if (added[child] == Open) { throw new ForestFormatException($"Node {_nodeIds[child]} of tree {_treeIds[child]} can be reached from itself. A path must end in a leaf."); }
        if (added[child] == Unseen) { path.Push(child); }
    }

    private int AddSplit(ForestBuilder builder, int row, int whenTrue, int whenFalse)
    {
        if (_modes[row] == OnnxTreeModes.Unknown)
        {
            throw new ForestFormatException($"Node {_nodeIds[row]} of tree {_treeIds[row]} has mode '{_modeNames[row]}'. Give LEAF or one of the BRANCH modes.");
        }

        bool missingGoesTrue = _missing.Length > 0 && _missing[row] == 1;
        return builder.AddSplit(ForestNumber.Index(_features[row], "feature"), _modes[row], _thresholds[row], whenTrue, whenFalse, missingGoesTrue);
    }

    private int Child(int row, long id) => _rows.TryFind(_treeIds[row], id, out int child)
        ? child
        : throw new ForestFormatException($"Node {_nodeIds[row]} of tree {_treeIds[row]} leads to node {id}, which the tree does not have.");

    private T[] Sized<T>(string name, T[] list) => list.Length == _treeIds.Length
        ? list
        : throw new ForestFormatException($"{name} has {list.Length} elements and nodes_treeids {_treeIds.Length}. Give one for each node.");
}
