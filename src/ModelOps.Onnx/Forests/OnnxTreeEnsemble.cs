namespace ModelOps.Onnx.Forests;

/// <summary>The lists of a <c>TreeEnsemble</c> node of <c>ai.onnx.ml</c> 5: splits and leaves apart, each with indexes of its own.</summary>
/// <remarks>
/// A set (<c>BRANCH_MEMBER</c>) becomes a chain of equalities that share their children; an empty one holds nothing.
/// A split whose sides are the same leaf is that leaf, which is how the standard writes trees without a split.
/// </remarks>
internal sealed class OnnxTreeEnsemble
{
    private const byte Member = 6;

    private static readonly SplitMode[] Modes = [SplitMode.AtMost, SplitMode.Below, SplitMode.AtLeast, SplitMode.Above, SplitMode.Equal, SplitMode.NotEqual];

    private readonly IReadOnlyList<long> _features;
    private readonly IReadOnlyList<double> _thresholds;
    private readonly IReadOnlyList<long> _missing;
    private readonly byte[] _modes;
    private readonly int[] _whenTrue;
    private readonly int[] _whenFalse;
    private readonly IReadOnlyList<long> _roots;
    private readonly IReadOnlyList<long> _leafTargets;
    private readonly IReadOnlyList<double> _leafWeights;
    private readonly Dictionary<int, double[]> _members = [];

    public OnnxTreeEnsemble(ForestAttributes attributes)
    {
        _features = attributes.Ints("nodes_featureids");
        _thresholds = Sized("nodes_splits", attributes.Elements("nodes_splits"));
        _modes = attributes.Bytes("nodes_modes");
        Sized("nodes_modes", _modes);
        _missing = attributes.Ints("nodes_missing_value_tracks_true");
        if (_missing.Count > 0) { Sized("nodes_missing_value_tracks_true", _missing); }
        _roots = attributes.Ints("tree_roots");
        _leafWeights = attributes.Elements("leaf_weights");
        _leafTargets = attributes.Ints("leaf_targetids");
        if (_leafTargets.Count != _leafWeights.Count)
        {
            throw new ForestFormatException($"leaf_targetids has {_leafTargets.Count} elements and leaf_weights {_leafWeights.Count}. Give one for each leaf.");
        }

        _whenTrue = Children(attributes, "true");
        _whenFalse = Children(attributes, "false");
        ReadMembers(attributes.Elements("membership_values"));
    }

    public void AddTo(ForestBuilder builder)
    {
        TreeOrder order = new(_whenTrue, _whenFalse);
        int[] added = new int[_modes.Length];
        Dictionary<int, int> leaves = [];
        foreach (long root in _roots)
        {
            leaves.Clear();
            int index = ForestNumber.Index(root, "root");
            foreach (int split in order.ChildrenFirst(index)) { added[split] = AddSplit(builder, split, added, leaves); }
            builder.AddTree(added[index]);
        }
    }

    private int AddSplit(ForestBuilder builder, int split, int[] added, Dictionary<int, int> leaves)
    {
        int whenTrue = Child(builder, _whenTrue[split], added, leaves);
        if (_whenTrue[split] < 0 && _whenTrue[split] == _whenFalse[split]) { return whenTrue; }
        int whenFalse = Child(builder, _whenFalse[split], added, leaves);
        int feature = ForestNumber.Index(_features[split], "feature");
        bool missingGoesTrue = _missing.Count > 0 && _missing[split] == 1;
        if (_modes[split] < Member) { return builder.AddSplit(feature, Modes[_modes[split]], _thresholds[split], whenTrue, whenFalse, missingGoesTrue); }
        if (_modes[split] > Member) { throw new ForestFormatException($"Node {split} has mode {_modes[split]}. Give 0 to {Member}."); }

        // Nothing is above infinity, so only a missing value may still go the true way.
        int next = builder.AddSplit(feature, SplitMode.Above, double.PositiveInfinity, whenTrue, whenFalse, missingGoesTrue);
        foreach (double member in _members[split]) { next = builder.AddSplit(feature, SplitMode.Equal, member, whenTrue, next, missingGoesTrue); }
        return next;
    }

    private int Child(ForestBuilder builder, int child, int[] added, Dictionary<int, int> leaves)
    {
        if (child >= 0) { return added[child]; }
        int leaf = ~child;
        if (leaf >= _leafWeights.Count) { throw new ForestFormatException($"A node leads to leaf {leaf}, and there are {_leafWeights.Count}. Name leaves from 0."); }
        if (leaves.TryGetValue(leaf, out int known)) { return known; }
        known = builder.AddLeaf(new ForestWeight(ForestNumber.Index(_leafTargets[leaf], "target"), _leafWeights[leaf]));
        leaves.Add(leaf, known);
        return known;
    }

    private int[] Children(ForestAttributes attributes, string side)
    {
        IReadOnlyList<long> ids = Sized($"nodes_{side}nodeids", attributes.Ints($"nodes_{side}nodeids"));
        IReadOnlyList<long> isLeaf = Sized($"nodes_{side}leafs", attributes.Ints($"nodes_{side}leafs"));
        int[] children = new int[ids.Count];
        for (int i = 0; i < children.Length; i++)
        {
            int id = ForestNumber.Index(ids[i], isLeaf[i] == 0 ? "node" : "leaf");
            children[i] = isLeaf[i] == 0 ? id : ~id;
        }

        return children;
    }

    /// <summary>Sets follow each other in the order of their nodes, with NaN between them.</summary>
    private void ReadMembers(IReadOnlyList<double> values)
    {
        int at = 0;
        for (int split = 0; split < _modes.Length; split++)
        {
            if (_modes[split] != Member) { continue; }
            if (at > values.Count || values.Count == 0) { throw new ForestFormatException("membership_values has fewer sets than there are nodes of mode BRANCH_MEMBER. Give each node a set, with NaN between them."); }
            int first = at;
            while (at < values.Count && !double.IsNaN(values[at])) { at++; }
            _members.Add(split, [.. values.Skip(first).Take(at - first)]);
            at++;
        }

        if (at < values.Count) { throw new ForestFormatException("membership_values has more sets than there are nodes of mode BRANCH_MEMBER. Give each node one."); }
    }

    private IReadOnlyList<T> Sized<T>(string name, IReadOnlyList<T> list) => list.Count == _features.Count
        ? list
        : throw new ForestFormatException($"{name} has {list.Count} elements and nodes_featureids {_features.Count}. Give one for each node.");
}
