using System.Globalization;

namespace ModelOps.Onnx.Forests;

/// <summary>Makes a <see cref="Forest"/> of a <c>TreeEnsembleRegressor</c>, <c>TreeEnsembleClassifier</c> or <c>TreeEnsemble</c> node of <c>ai.onnx.ml</c> 1 to 5.</summary>
/// <remarks>
/// Nodes may come from files that nobody vouches for: every list is checked against the others, and cycles, strange children, features and targets are refused.
/// Where the standard is silent, what ONNX Runtime does is meant. A shared child is accepted on either branch.
/// A <c>TreeEnsemble</c> takes transform 1 for the logistic and 2 for softmax, as ONNX Runtime does, though the standard has them the other way round; and a feature
/// is in a set when it equals a member, as the standard says, though ONNX Runtime may cut its fraction off before.
/// Half-precision lists of a <c>TreeEnsemble</c> are widened; its scores are narrowed to <see cref="float"/>, as all scores are.
/// </remarks>
public static class OnnxForestReader
{
    private const string Regressor = "TreeEnsembleRegressor";
    private const string Classifier = "TreeEnsembleClassifier";
    private const string Ensemble = "TreeEnsemble";

    // The numbers that a TreeEnsemble gives for the names of the older operators.
    private static readonly string[] Aggregates = ["AVERAGE", "SUM", "MIN", "MAX"];
    private static readonly string[] Transforms = ["NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO", "PROBIT"];

    /// <summary>Reads a node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="featureCount">Columns of its input; default 0 for as many as the splits look at.</param>
    /// <returns>The forest; of double precision if any of its lists is a tensor of doubles.</returns>
    /// <exception cref="ForestFormatException">The node is of another operator, contradicts itself, or means something that this package does not take.</exception>
    public static Forest Read(OnnxNode node, int featureCount = 0)
    {
        ArgumentNullException.ThrowIfNull(node);
        ArgumentOutOfRangeException.ThrowIfNegative(featureCount);
        if (node.OpType == Ensemble) { return ReadEnsemble(new ForestAttributes(node), featureCount); }
        bool isClassifier = node.OpType == Classifier;
        if (!isClassifier && node.OpType != Regressor)
        {
            throw new ForestFormatException($"The node is a '{node.OpType}'. Give a {Regressor}, a {Classifier} or a {Ensemble}.");
        }

        ForestAttributes attributes = new(node);
        string prefix = isClassifier ? "class" : "target";
        IReadOnlyList<object> labels = isClassifier ? Labels(attributes) : [];
        double[] thresholds = attributes.Numbers("nodes_values");
        double[] weights = attributes.Numbers($"{prefix}_weights");
        double[] baseValues = attributes.Numbers("base_values");
        int targets = Targets(isClassifier ? labels.Count : attributes.Int("n_targets", 1));
        ForestBuilder builder = new()
        {
            FeatureCount = featureCount,
            TargetCount = targets,
            ClassLabels = labels,
            BaseValues = baseValues,
            Precision = attributes.HasDoubles ? ForestPrecision.Double : ForestPrecision.Single,
            Aggregate = isClassifier ? ForestAggregate.Sum : Aggregate(attributes.String("aggregate_function", "SUM")),
            Transform = Transform(attributes.String("post_transform", "NONE"), isClassifier ? labels.Count : targets),
        };
        new OnnxTreeTable(attributes, prefix, thresholds, weights).AddTo(builder);
        return builder.Build();
    }

    private static Forest ReadEnsemble(ForestAttributes attributes, int featureCount)
    {
        int targets = Targets(attributes.Int("n_targets", 1));
        ForestBuilder builder = new()
        {
            FeatureCount = featureCount,
            TargetCount = targets,
            Precision = attributes.HasDoubles ? ForestPrecision.Double : ForestPrecision.Single,
            Aggregate = Aggregate(Name(Aggregates, attributes.Int("aggregate_function", 1))),
            Transform = Transform(Name(Transforms, attributes.Int("post_transform", 0)), targets),
        };
        new OnnxTreeEnsemble(attributes).AddTo(builder);
        return builder.Build();
    }

    private static int Targets(long count) => count is >= 1 and <= ForestBuilder.MaxTargets
        ? (int)count
        : throw new ForestFormatException($"It has {count} targets; 1 to {ForestBuilder.MaxTargets} are possible.");

    private static string Name(string[] names, long number) =>
        number >= 0 && number < names.Length ? names[number] : number.ToString(CultureInfo.InvariantCulture);

    private static IReadOnlyList<object> Labels(ForestAttributes attributes)
    {
        string[] texts = attributes.Strings("classlabels_strings");
        long[] numbers = attributes.Ints("classlabels_int64s");
        if (texts.Length > 0 == numbers.Length > 0)
        {
            throw new ForestFormatException($"It has {texts.Length} class labels as text and {numbers.Length} as numbers. Give either of them.");
        }

        return texts.Length > 0 ? [.. texts] : [.. numbers.Select(static label => (object)label)];
    }

    private static ForestAggregate Aggregate(string name) => name switch
    {
        "SUM" => ForestAggregate.Sum,
        "AVERAGE" => ForestAggregate.Average,
        "MIN" => ForestAggregate.Min,
        "MAX" => ForestAggregate.Max,
        _ => throw new ForestFormatException($"Its aggregate_function is '{name}'. Give SUM, AVERAGE, MIN or MAX."),
    };

    /// <summary>ONNX Runtime transforms a single score by a probit or not at all.</summary>
    private static ForestTransform Transform(string name, int scores)
    {
        ForestTransform transform = Transform(name);
        return scores == 1 && transform != ForestTransform.Probit ? ForestTransform.None : transform;
    }

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
