namespace ModelOps.Onnx.Forests;

/// <summary>A tree ensemble in one plain form, wherever it came from. Immutable and safe to share between threads.</summary>
/// <remarks>
/// <para>It is the common ground of everything that looks into trees: scoring (<see cref="ForestScorer"/>), and later attributions (TreeSHAP),
/// quantization and drift. So it keeps what a model says (every mode, threshold, weight) and nothing that only one use needs; each use compiles its own plan from it.</para>
/// <para>Nodes of all trees share one array, and a child always stands before its parent. Hence there are no cycles, a pass over the array sees children first,
/// and nothing has to recurse. A node may be the child of several splits of its tree: exports of categorical splits share that way.</para>
/// </remarks>
public sealed class Forest
{
    private readonly ForestNode[] _nodes;
    private readonly ForestWeight[] _weights;
    private readonly int[] _roots;
    private readonly double[] _baseValues;

    internal Forest(ForestNode[] nodes, ForestWeight[] weights, int[] roots, double[] baseValues)
    {
        _nodes = nodes;
        _weights = weights;
        _roots = roots;
        _baseValues = baseValues;
    }

    /// <summary>Splits and leaves of all trees; children before parents.</summary>
    public ReadOnlySpan<ForestNode> Nodes => _nodes;

    /// <summary>Weights of all leaves; a leaf holds a range of them, with each target at most once.</summary>
    public ReadOnlySpan<ForestWeight> Weights => _weights;

    /// <summary>Index of the root of each tree, in the order in which trees are added up.</summary>
    public ReadOnlySpan<int> Roots => _roots;

    /// <summary>What is added to the score of each target at the end; empty for nothing.</summary>
    /// <remarks>Two-class forests may have a single one, which belongs to the one score that they compute.</remarks>
    public ReadOnlySpan<double> BaseValues => _baseValues;

    /// <summary>Number of features of a row.</summary>
    public required int FeatureCount { get; init; }

    /// <summary>Number of scores of a row: targets of a regression, classes of a classification.</summary>
    public required int TargetCount { get; init; }

    /// <summary>How leaves become scores.</summary>
    public required ForestAggregate Aggregate { get; init; }

    /// <summary>What is done to the scores at the end.</summary>
    public required ForestTransform Transform { get; init; }

    /// <summary>The type of comparisons and sums.</summary>
    public required ForestPrecision Precision { get; init; }

    /// <summary>Names of the classes, one for each target, each a <see cref="long"/> or all a <see cref="string"/>; empty for a regression.</summary>
    public required IReadOnlyList<object> ClassLabels { get; init; }

    /// <summary>Whether rows are assigned a class.</summary>
    public bool IsClassifier => ClassLabels.Count > 0;

    /// <summary>The same trees with another transform, e.g. <see cref="ForestTransform.None"/> for raw scores. Trees are shared, not copied.</summary>
    /// <param name="transform">What is done to the scores at the end.</param>
    /// <returns>The forest.</returns>
    public Forest WithTransform(ForestTransform transform) => new(_nodes, _weights, _roots, _baseValues)
    {
        FeatureCount = FeatureCount,
        TargetCount = TargetCount,
        Aggregate = Aggregate,
        Transform = transform,
        Precision = Precision,
        ClassLabels = ClassLabels,
    };
}
