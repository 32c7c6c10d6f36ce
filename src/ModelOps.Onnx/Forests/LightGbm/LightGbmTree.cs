namespace ModelOps.Onnx.Forests.LightGbm;

/// <summary>A tree: splits count from 0, leaves are written as the complement of their index.</summary>
internal sealed class LightGbmTree
{
    // LightGBM's decision_type: a flag, a flag, and two bits that say what counts as missing.
    private const int CategoricalFlag = 1;
    private const int DefaultLeftFlag = 2;
    private const int MissingShift = 2;
    private const int MissingMask = 3;

    private readonly LightGbmSection _section;
    private readonly int[] _features = [];
    private readonly double[] _thresholds = [];
    private readonly int[] _decisions = [];
    private readonly int[] _left = [];
    private readonly int[] _right = [];
    private readonly double[] _leaves;
    private readonly int[] _categoryStarts = [];
    private readonly uint[] _categoryBits = [];
    private readonly HashSet<int> _setsUsed = [];

    public LightGbmTree(LightGbmSection section)
    {
        _section = section;
        int leaves = section.Int("num_leaves");
        if (leaves < 1) { throw section.Error($"has {leaves} leaves", "Give at least one."); }
        if (section.Int("is_linear", 0) != 0) { throw section.Error("has linear leaves, which a forest has not", "Train with linear_tree=false."); }
        _leaves = section.Doubles("leaf_value", leaves);
        int splits = leaves - 1;
        if (splits == 0) { return; }
        _features = section.Ints("split_feature", splits);
        _thresholds = section.Doubles("threshold", splits);
        _decisions = section.Ints("decision_type", splits);
        _left = section.Ints("left_child", splits);
        _right = section.Ints("right_child", splits);
        int categorical = section.Int("num_cat", 0);
        if (categorical == 0) { return; }
        if (categorical is < 0 or int.MaxValue) { throw section.Error($"has {categorical} splits on categories", "Give as many as num_cat says."); }
        _categoryStarts = section.Ints("cat_boundaries", categorical + 1);
        for (int i = 0; i <= categorical; i++)
        {
            if (_categoryStarts[i] < (i == 0 ? 0 : _categoryStarts[i - 1])) { throw section.Error("has cat_boundaries that descend", "Save the model again."); }
        }

        _categoryBits = section.Bits("cat_threshold", _categoryStarts[^1]);
    }

    /// <summary>Adds the tree.</summary>
    /// <param name="builder">Where to.</param>
    /// <param name="target">The target that its leaves give to.</param>
    /// <param name="scale">What leaves are multiplied with.</param>
    /// <param name="divisor">What they are divided by.</param>
    public void AddTo(ForestBuilder builder, int target, double scale, double divisor)
    {
        int[] leaves = new int[_leaves.Length];
        for (int i = 0; i < leaves.Length; i++) { leaves[i] = builder.AddLeaf(new ForestWeight(target, _leaves[i] * scale / divisor)); }
        int root = leaves[0];
        if (_left.Length > 0)
        {
            int[] splits = new int[_left.Length];
            foreach (int split in new TreeOrder(_left, _right).ChildrenFirst(0))
            {
                splits[split] = AddSplit(builder, split, Child(_left[split], splits, leaves), Child(_right[split], splits, leaves));
            }

            root = splits[0];
        }

        builder.AddTree(root);
    }

    private int Child(int child, int[] splits, int[] leaves)
    {
        if (child >= 0) { return splits[child]; }
        return ~child < leaves.Length ? leaves[~child] : throw _section.Error($"leads to leaf {~child}, and there are {leaves.Length}", "Count leaves from 0.");
    }

    private int AddSplit(ForestBuilder builder, int split, int left, int right)
    {
        int decision = _decisions[split];
        int feature = _features[split];
        double threshold = _thresholds[split];
        bool isDefaultLeft = (decision & DefaultLeftFlag) != 0;
        if ((decision & CategoricalFlag) != 0)
        {
            // NaN is in no set.
            return new CategorySplits(Categories(threshold), zeroIncludesFractions: true).AddTo(builder, feature, left, right, right);
        }

        (SplitMode mode, threshold) = NearZero.Flush(threshold);
        return ((decision >> MissingShift) & MissingMask) switch
        {
            0 => builder.AddSplit(feature, mode, threshold, left, right, missingGoesTrue: 0d <= threshold), // NaN is taken for 0
            1 => NearZero.AddAsMissing(builder, feature, threshold, left, right, isDefaultLeft),
            2 => builder.AddSplit(feature, mode, threshold, left, right, isDefaultLeft),
            _ => throw _section.Error($"has decision_type {decision}", "Save the model again."),
        };
    }

    private List<int> Categories(double threshold)
    {
        if (!(threshold >= 0d && threshold < _categoryStarts.Length - 1)) { throw _section.Error($"has a split on set {threshold} of categories, and there are {Math.Max(0, _categoryStarts.Length - 1)}", "Save the model again."); }
        int set = (int)threshold;
        if (!_setsUsed.Add(set)) { throw _section.Error($"has two splits on set {set} of categories", "Give each split a set of its own."); }
        List<int> categories = [];
        for (int word = _categoryStarts[set]; word < _categoryStarts[set + 1]; word++)
        {
            for (int bit = 0; bit < 32; bit++)
            {
                long category = (32L * (word - _categoryStarts[set])) + bit;
                if ((_categoryBits[word] >> bit & 1) != 0 && category < int.MaxValue) { categories.Add((int)category); }
            }
        }

        return categories;
    }
}
