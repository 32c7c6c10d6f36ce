namespace ModelOps.Onnx.Forests;

/// <summary>Makes a <see cref="Forest"/> of a <c>TreeEnsembleRegressor</c> or <c>TreeEnsembleClassifier</c> node of <c>ai.onnx.ml</c> 1 to 4.</summary>
/// <remarks>
/// Nodes may come from files that nobody vouches for: every list is checked against the others, and cycles, strange children, features and targets are refused.
/// Where the standard is silent, what ONNX Runtime does is meant. A shared child is accepted on either branch.
/// </remarks>
public static class OnnxForestReader
{
    private const string Regressor = "TreeEnsembleRegressor";
    private const string Classifier = "TreeEnsembleClassifier";

    /// <summary>Reads a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="featureCount">Columns of its input; default 0 for as many as the splits look at.</param>
    /// <returns>The forest; of double precision if any of its lists is a tensor of doubles.</returns>
    /// <exception cref="ForestFormatException">The node is of another operator, contradicts itself, or means something that this package does not take.</exception>
    public static Forest Read(OnnxNode node, int featureCount = 0)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentOutOfRangeException.ThrowIfNegative(featureCount);
        bool isClassifier = node.OpType == Classifier;
        if (!isClassifier && node.OpType != Regressor)
        {
            throw new ForestFormatException($"The node is a '{node.OpType}'. Give a {Regressor} or a {Classifier}.");
        }

        ForestAttributes attributes = new(node);
        string prefix = isClassifier ? "class" : "target";
        IReadOnlyList<object> labels = isClassifier ? Labels(attributes) : [];
        IReadOnlyList<double> thresholds = attributes.Numbers("nodes_values");
        IReadOnlyList<double> weights = attributes.Numbers($"{prefix}_weights");
        IReadOnlyList<double> baseValues = attributes.Numbers("base_values");
        long targets = isClassifier ? labels.Count : attributes.Int("n_targets", 1);
        if (targets is < 1 or > ForestBuilder.MaxTargets)
        {
            throw new ForestFormatException($"It has {targets} targets; 1 to {ForestBuilder.MaxTargets} are possible.");
        }

        ForestBuilder builder = new()
        {
            FeatureCount = featureCount,
            TargetCount = (int)targets,
            ClassLabels = labels,
            BaseValues = baseValues,
            Precision = attributes.HasDoubles ? ForestPrecision.Double : ForestPrecision.Single,
            Aggregate = isClassifier ? ForestAggregate.Sum : Aggregate(attributes.String("aggregate_function", "SUM")),
            Transform = Transform(attributes.String("post_transform", "NONE")),
        };
        new OnnxTreeTable(attributes, prefix, thresholds, weights).AddTo(builder);
        return builder.Build();
    }

    private static IReadOnlyList<object> Labels(ForestAttributes attributes)
    {
        IReadOnlyList<string> texts = attributes.Strings("classlabels_strings");
        IReadOnlyList<long> numbers = attributes.Ints("classlabels_int64s");
        if (texts.Count > 0 == numbers.Count > 0)
        {
            throw new ForestFormatException($"It has {texts.Count} class labels as text and {numbers.Count} as numbers. Give either of them.");
        }

        return texts.Count > 0 ? [.. texts] : [.. numbers.Select(static label => (object)label)];
    }

    private static ForestAggregate Aggregate(string name) => name switch
    {
        "SUM" => ForestAggregate.Sum,
        "AVERAGE" => ForestAggregate.Average,
        "MIN" => ForestAggregate.Min,
        "MAX" => ForestAggregate.Max,
        _ => throw new ForestFormatException($"Its aggregate_function is '{name}'. Give SUM, AVERAGE, MIN or MAX."),
    };

    private static ForestTransform Transform(string name) => name switch
    {
        "NONE" => ForestTransform.None,
        "LOGISTIC" => ForestTransform.Logistic,
        "SOFTMAX" => ForestTransform.Softmax,
        "SOFTMAX_ZERO" => ForestTransform.SoftmaxZero,
        "PROBIT" => ForestTransform.Probit,
        _ => throw new ForestFormatException($"Its post_transform is '{name}'. Give NONE, LOGISTIC, SOFTMAX, SOFTMAX_ZERO or PROBIT."),
    };
}
