using ModelOps.Onnx.Forests;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>A forest and its scorer for rows of a certain length. Shared by all frames. Thread-safe.</summary>
/// <remarks>Rows may be longer than the splits tell. When a file does not tell their length, it shows in the first binding, and the scorer is compiled anew.</remarks>
internal sealed class CompiledForest
{
    private volatile ForestScorer _scorer;

    /// <summary>Compiles a forest.</summary>
    public CompiledForest(Forest forest)
    {
        FewestColumns = forest.FeatureCount;
        _scorer = new ForestScorer(forest);
    }

    /// <summary>Features that the splits look at, or more.</summary>
    public int FewestColumns { get; private init; }

    /// <summary>The forest.</summary>
    public Forest Forest => _scorer.Forest;

    /// <summary>What was chosen, for people.</summary>
    public string Kernel => _scorer.Kernel == _scorer.OneRowKernel ? _scorer.Kernel : $"{_scorer.Kernel}; single rows: {_scorer.OneRowKernel}";

    /// <summary>Finds the scorer for rows of a length.</summary>
    public ForestScorer Scorer(int columns)
    {
        ForestScorer scorer = _scorer;
        if (scorer.Forest.FeatureCount == columns) { return scorer; }
        scorer = new ForestScorer(With(scorer.Forest, columns, scorer.Forest.Precision));
        _scorer = scorer;
        return scorer;
    }

    /// <summary>The same trees for other rows.</summary>
    public static Forest With(Forest forest, int columns, ForestPrecision precision) =>
        new(forest.Nodes.ToArray(), forest.Weights.ToArray(), forest.Roots.ToArray(), forest.BaseValues.ToArray())
        {
            FeatureCount = columns,
            TargetCount = forest.TargetCount,
            Aggregate = forest.Aggregate,
            Transform = forest.Transform,
            Precision = precision,
            ClassLabels = forest.ClassLabels,
        };
}
