namespace ModelOps.Onnx.Forests;

/// <summary>Builds a <see cref="Forest"/> from the leaves up: a split names children that exist already, so what is built has no cycle. Not thread-safe.</summary>
public sealed class ForestBuilder
{
    /// <summary>Most targets of a forest.</summary>
    public const int MaxTargets = 1 << 16;

    private readonly List<ForestNode> _nodes = [];
    private readonly List<ForestWeight> _weights = [];
    private readonly List<int> _roots = [];
    private int _featuresUsed;

    /// <summary>Number of features of a row; default 0 for as many as the splits look at.</summary>
    public int FeatureCount { get; init; }

    /// <summary>Number of targets, or of classes. Default 1.</summary>
    public int TargetCount { get; init; } = 1;

    /// <summary>How leaves become scores. Default <see cref="ForestAggregate.Sum"/>.</summary>
    public ForestAggregate Aggregate { get; init; }

    /// <summary>What is done to the scores at the end. Default <see cref="ForestTransform.None"/>.</summary>
    public ForestTransform Transform { get; init; }

    /// <summary>The type of comparisons and sums. Default <see cref="ForestPrecision.Single"/>.</summary>
    public ForestPrecision Precision { get; init; }

    /// <summary>What is added to each target at the end; default nothing.</summary>
    public IReadOnlyList<double> BaseValues { get; init; } = [];

    /// <summary>Names of the classes, one for each target; default none, for a regression.</summary>
    public IReadOnlyList<object> ClassLabels { get; init; } = [];

    /// <summary>Whether any leaf gives less than nothing.</summary>
    internal bool HasNegativeWeight { get; private set; }

    /// <summary>Most nodes.</summary>
    internal int MaxNodes { get; init; } = int.MaxValue;

    /// <summary>Adds a leaf.</summary>
    /// <param name="weights">What it gives; each target at most once, possibly none.</param>
    /// <returns>Its index, to name it as a child or a root.</returns>
    /// <exception cref="ForestFormatException">A target is out of range or given twice, or a value is no <see cref="float"/> in a forest of single precision.</exception>
    public int AddLeaf(params ReadOnlySpan<ForestWeight> weights)
    {
        int first = _weights.Count;
        HashSet<int>? targets = AreAscending(weights) ? null : [];
        for (int i = 0; i < weights.Length; i++)
        {
            int target = weights[i].Target;
            if ((uint)target >= (uint)TargetCount)
            {
                throw new ForestFormatException($"A leaf gives to target {target}, and there are {TargetCount}. Name targets from 0 to {TargetCount - 1}.");
            }

            if (targets?.Add(target) == false) { throw new ForestFormatException($"A leaf gives to target {target} twice. Give one weight, their sum."); }
            Check(weights[i].Value, "weight");
            HasNegativeWeight |= weights[i].Value < 0d;
            _weights.Add(weights[i]);
        }

        return Add(new ForestNode { WhenTrue = -1, WhenFalse = -1, FirstWeight = first, WeightCount = weights.Length });
    }

    /// <summary>Makes room.</summary>
    /// <param name="nodes">Nodes to come, about.</param>
    /// <param name="weights">Their weights.</param>
    internal void Reserve(int nodes, int weights)
    {
        _nodes.EnsureCapacity(_nodes.Count + Math.Min(nodes, MaxNodes));
        _weights.EnsureCapacity(_weights.Count + weights);
    }

    /// <summary>Adds a split.</summary>
    /// <param name="feature">Index of the feature.</param>
    /// <param name="mode">Comparison.</param>
    /// <param name="threshold">What the feature is compared with.</param>
    /// <param name="whenTrue">Index of the node to go to when the comparison holds.</param>
    /// <param name="whenFalse">Index of the node to go to when it does not.</param>
    /// <param name="missingGoesTrue">Whether NaN goes to <paramref name="whenTrue"/> whatever the comparison says.</param>
    /// <returns>Its index, to name it as a child or a root.</returns>
    /// <exception cref="ForestFormatException">The feature or a child is out of range, or the threshold is no <see cref="float"/> in a forest of single precision.</exception>
    public int AddSplit(int feature, SplitMode mode, double threshold, int whenTrue, int whenFalse, bool missingGoesTrue = false)
    {
        if (feature < 0 || feature == int.MaxValue || (FeatureCount > 0 && feature >= FeatureCount))
        {
            throw new ForestFormatException($"A split looks at feature {feature}, and there are {(FeatureCount > 0 ? FeatureCount : int.MaxValue)}. Name features from 0.");
        }

        CheckChild(whenTrue);
        CheckChild(whenFalse);
        Check(threshold, "threshold");
        _featuresUsed = Math.Max(_featuresUsed, feature + 1);
        return Add(new ForestNode
        {
            Feature = feature,
            Mode = mode,
            Threshold = threshold,
            WhenTrue = whenTrue,
            WhenFalse = whenFalse,
            MissingGoesTrue = missingGoesTrue,
        });
    }

    /// <summary>Makes a node the root of the next tree.</summary>
    /// <param name="root">Index of the node.</param>
    /// <exception cref="ForestFormatException">There is no such node.</exception>
    public void AddTree(int root)
    {
        if ((uint)root >= (uint)_nodes.Count) { throw new ForestFormatException($"Node {root} shall be a root, and {_nodes.Count} nodes are known."); }
        _roots.Add(root);
    }

    /// <summary>Makes the forest. The builder may be used further; what was built stays as it is.</summary>
    /// <returns>The forest.</returns>
    /// <exception cref="ForestFormatException">The counts of targets, base values and labels do not fit each other.</exception>
    public Forest Build()
    {
        if (TargetCount is < 1 or > MaxTargets) { throw new ForestFormatException($"It has {TargetCount} targets; 1 to {MaxTargets} are possible."); }
        if (ClassLabels.Count > 0 && (ClassLabels.Count != TargetCount || TargetCount < 2))
        {
            throw new ForestFormatException($"It has {ClassLabels.Count} class labels for {TargetCount} classes. Give each of two or more classes one.");
        }

        bool isSingleBase = BaseValues.Count == 1 && ClassLabels.Count == 2;
        if (BaseValues.Count != 0 && BaseValues.Count != TargetCount && !isSingleBase)
        {
            throw new ForestFormatException($"It has {BaseValues.Count} base values for {TargetCount} targets. Give none, or one for each target.");
        }

        foreach (double value in BaseValues) { Check(value, "base value"); }
        return new Forest([.. _nodes], [.. _weights], [.. _roots], [.. BaseValues])
        {
            FeatureCount = FeatureCount > 0 ? FeatureCount : _featuresUsed,
            TargetCount = TargetCount,
            Aggregate = Aggregate,
            Transform = Transform,
            Precision = Precision,
            ClassLabels = [.. ClassLabels],
        };
    }

    private int Add(ForestNode node)
    {
        if (_nodes.Count == MaxNodes)
        {
            throw new ForestFormatException($"It has more than {MaxNodes} nodes. Raise {nameof(ForestReadOptions)}.{nameof(ForestReadOptions.MaxNodes)} if you trust it.");
        }

        _nodes.Add(node);
        return _nodes.Count - 1;
    }

    /// <summary>Ascending targets are distinct.</summary>
    private static bool AreAscending(ReadOnlySpan<ForestWeight> weights)
    {
        for (int i = 1; i < weights.Length; i++)
        {
            if (weights[i].Target <= weights[i - 1].Target) { return false; }
        }

        return true;
    }

    private void CheckChild(int child)
    {
        if ((uint)child >= (uint)_nodes.Count)
        {
            throw new ForestFormatException($"A split leads to node {child}, and {_nodes.Count} are known. Add children before their parent.");
        }
    }

    private void Check(double value, string what)
    {
        if (Precision == ForestPrecision.Single && (float)value != value && !double.IsNaN(value))
        {
            throw new ForestFormatException($"The {what} {value:R} is no 32-bit number, and the forest is of single precision. Round it, or use {nameof(ForestPrecision)}.{nameof(ForestPrecision.Double)}.");
        }
    }
}
