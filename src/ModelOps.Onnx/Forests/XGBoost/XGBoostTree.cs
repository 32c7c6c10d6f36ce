namespace ModelOps.Onnx.Forests.XGBoost;

/// <summary>A tree: lists with an element for each node, the first of which is the root. A node without a left child is a leaf.</summary>
internal sealed class XGBoostTree
{
    private const double Categorical = 1;

    private readonly ModelElement _tree;
    private readonly int[] _left;
    private readonly int[] _right;
    private readonly int[] _features;
    private readonly double[] _conditions;
    private readonly double[] _defaultLeft;
    private readonly double[]? _types;
    private readonly double[]? _vectors;
    private readonly float? _factor;
    private readonly int _target;
    private readonly int _targets;
    private readonly Dictionary<int, int[]> _categories = [];

    /// <summary>Reads a tree.</summary>
    /// <param name="tree">The tree.</param>
    /// <param name="factor">What its leaves are multiplied with, or null.</param>
    /// <param name="target">The target that its leaves give to, unless they give to all.</param>
    /// <param name="targets">Number of targets.</param>
    public XGBoostTree(ModelElement tree, float? factor, int target, int targets)
    {
        _tree = tree;
        _factor = factor;
        _target = target;
        _targets = targets;
        _left = tree["left_children"].Ints();
        int count = _left.Length;
        if (count == 0) { throw tree.Error("has no nodes"); }
        _right = tree["right_children"].Ints(count);
        _features = tree["split_indices"].Ints(count);
        _conditions = tree["split_conditions"].Numbers(count);
        _defaultLeft = tree["default_left"].Numbers(count);
        int values = tree["tree_param"].Find("size_leaf_vector")?.Int() ?? 0;
        if (values > 1)
        {
            if (values != targets) { throw tree.Error($"has leaves of {values} values, and there are {targets} targets"); }
            _vectors = tree["base_weights"].Numbers();
            if (_vectors.LongLength != (long)count * values) { throw tree.Error($"has {_vectors.Length} values of leaves instead of {(long)count * values}"); }
        }

        if (tree.Find("split_type") is { } types && types.Numbers() is { Length: > 0 }) { _types = types.Numbers(count); }
        ReadCategories();
    }

    public void AddTo(ForestBuilder builder)
    {
        int[] added = new int[_left.Length];
        foreach (int node in new TreeOrder(_left, _right).ChildrenFirst(0))
        {
            added[node] = _left[node] < 0 ? builder.AddLeaf([.. Weights(node)]) : AddSplit(builder, node, added);
        }

        builder.AddTree(added[0]);
    }

    private int AddSplit(ForestBuilder builder, int node, int[] added)
    {
        if (_right[node] < 0) { throw _tree.Error($"has node {node} with one child"); }
        (int left, int right, int feature) = (added[_left[node]], added[_right[node]], _features[node]);
        bool isDefaultLeft = _defaultLeft[node] != 0d;
        if (_types is null || _types[node] != Categorical)
        {
            return builder.AddSplit(feature, SplitMode.Below, (float)_conditions[node], left, right, isDefaultLeft);
        }

        if (!_categories.TryGetValue(node, out int[]? chosen)) { throw _tree.Error($"has node {node} that splits on categories and names none"); }

        // Chosen categories go right, all others left.
        return new CategorySplits(chosen, zeroIncludesFractions: false).AddTo(builder, feature, right, left, isDefaultLeft ? left : right);
    }

    private List<ForestWeight> Weights(int leaf)
    {
        if (_vectors is null) { return [new ForestWeight(_target, Scaled(_conditions[leaf]))]; }
        List<ForestWeight> weights = [];
        for (int target = 0; target < _targets; target++) { weights.Add(new ForestWeight(target, Scaled(_vectors[(leaf * _targets) + target]))); }
        return weights;
    }

    /// <summary>Products are rounded to floats, as XGBoost rounds them.</summary>
    private double Scaled(double value) => _factor is { } factor ? (float)value * factor : (float)value;

    private void ReadCategories()
    {
        if (_tree.Find("categories_nodes") is not { } nodesElement) { return; }
        int[] nodes = nodesElement.Ints();
        if (nodes.Length == 0) { return; }
        int[] starts = _tree["categories_segments"].Ints(nodes.Length);
        int[] sizes = _tree["categories_sizes"].Ints(nodes.Length);
        int[] categories = _tree["categories"].Ints();
        if (sizes.Sum(static size => (long)Math.Max(size, 0)) > categories.Length) { throw _tree.Error($"has sets of more than its {categories.Length} categories"); }
        for (int i = 0; i < nodes.Length; i++)
        {
            if (starts[i] < 0 || sizes[i] < 0 || starts[i] > categories.Length - sizes[i]) { throw _tree.Error($"has {sizes[i]} categories from {starts[i]}, and there are {categories.Length}"); }
            int[] chosen = [.. categories.AsSpan(starts[i], sizes[i]).ToArray().Distinct().Order()];
            if (chosen.Length > 0 && chosen[0] < 0) { throw _tree.Error($"has category {chosen[0]}"); }
            if (!_categories.TryAdd(nodes[i], chosen)) { throw _tree.Error($"has categories of node {nodes[i]} twice"); }
        }
    }
}
