namespace ModelOps.Onnx.Forests;

/// <summary>Makes the tree ensemble's node of a forest.</summary>
internal static class OnnxForestNode
{
    public const string Domain = "ai.onnx.ml";

    /// <summary>Makes the node.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="input">Name of its input, of the forest's precision.</param>
    /// <param name="scores">Name of its scores.</param>
    /// <param name="label">Name of the labels; classifiers only.</param>
    public static OnnxNode Create(Forest forest, string input, string scores, string label)
    {
        if (forest.IsClassifier && forest.Aggregate != ForestAggregate.Sum)
        {
            throw new ForestFormatException($"It is a classifier with {forest.Aggregate} for its aggregate, and classifiers of ONNX sum. Put the division into the leaves.");
        }

        OnnxTreeRows rows = new(forest);
        for (int tree = 0; tree < forest.Roots.Length; tree++) { rows.Add(tree); }
        string prefix = forest.IsClassifier ? "class" : "target";
        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.Ints("nodes_treeids", rows.TreeIds),
            OnnxAttribute.Ints("nodes_nodeids", rows.NodeIds),
            OnnxAttribute.Ints("nodes_featureids", rows.Features),
            OnnxAttribute.Strings("nodes_modes", rows.Modes),
            OnnxAttribute.Ints("nodes_truenodeids", rows.TrueIds),
            OnnxAttribute.Ints("nodes_falsenodeids", rows.FalseIds),
            OnnxAttribute.Ints("nodes_missing_value_tracks_true", rows.Missing),
            Numbers(forest, "nodes_values", rows.Thresholds),
            OnnxAttribute.Ints($"{prefix}_treeids", rows.WeightTrees),
            OnnxAttribute.Ints($"{prefix}_nodeids", rows.WeightNodes),
            OnnxAttribute.Ints($"{prefix}_ids", rows.WeightTargets),
            Numbers(forest, $"{prefix}_weights", rows.Weights),
            OnnxAttribute.String("post_transform", OnnxForestTransforms.Name(forest)),
        ];
        if (forest.BaseValues.Length > 0) { attributes.Add(Numbers(forest, "base_values", forest.BaseValues.ToArray())); }
        if (!forest.IsClassifier) { attributes.AddRange([OnnxAttribute.Int("n_targets", forest.TargetCount), OnnxAttribute.String("aggregate_function", Name(forest.Aggregate))]); }
        else if (forest.ClassLabels[0] is string) { attributes.Add(OnnxAttribute.Strings("classlabels_strings", [.. forest.ClassLabels.Cast<string>()])); }
        else { attributes.Add(OnnxAttribute.Ints("classlabels_int64s", [.. forest.ClassLabels.Cast<long>()])); }
        return new OnnxNode(forest.IsClassifier ? "TreeEnsembleClassifier" : "TreeEnsembleRegressor", [input], forest.IsClassifier ? [label, scores] : [scores])
        {
            Name = "trees",
            Domain = Domain,
            Attributes = attributes,
        };
    }

    private static string Name(ForestAggregate aggregate) => aggregate switch
    {
        ForestAggregate.Average => "AVERAGE",
        ForestAggregate.Min => "MIN",
        ForestAggregate.Max => "MAX",
        _ => "SUM",
    };

    private static OnnxAttribute Numbers(Forest forest, string name, IReadOnlyList<double> values) => forest.Precision == ForestPrecision.Double
        ? OnnxAttribute.Tensor($"{name}_as_tensor", OnnxTensor.Doubles(string.Empty, [values.Count], [.. values]))
        : OnnxAttribute.Floats(name, [.. values.Select(static value => (float)value)]);
}
