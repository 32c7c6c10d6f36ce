namespace ModelOps.Onnx.Forests;

/// <summary>Makes an ONNX model of a forest, e.g. of one that LightGBM or XGBoost trained. Thread-safe.</summary>
/// <remarks>
/// The model takes floats and gives floats. It has a <c>TreeEnsembleRegressor</c> or <c>TreeEnsembleClassifier</c> of <c>ai.onnx.ml</c> 3, which runtimes have had since 2022; a forest of double precision keeps
/// its doubles and casts its input. ONNX Runtime with one thread answers as <see cref="ForestScorer"/> does, to the last bit where there is no transform.
/// What <c>post_transform</c> cannot say (<see cref="ForestTransform.Exponential"/>, the logistic of a single score) is a node of its own.
/// Nodes with several parents stay shared as far as ONNX Runtime takes that: comparisons are turned round, or a split that always holds stands between.
/// </remarks>
public static class OnnxForestWriter
{
    private const long OperatorSet = 13;
    private const long MachineLearningOperatorSet = 3;

    /// <summary>Writes a forest.</summary>
    /// <param name="forest">The forest.</param>
    /// <param name="options">Names; null for the defaults.</param>
    /// <returns>The model, to be saved with <see cref="OnnxModelWriter"/>.</returns>
    /// <exception cref="ForestFormatException">ONNX has no way to say it: a classifier that does not sum or has exponential scores, <see cref="ForestTransform.SoftmaxZero"/> of one score.</exception>
    /// <exception cref="ArgumentException">Names are empty or not distinct.</exception>
    public static OnnxModel Write(Forest forest, OnnxForestWriteOptions? options = null) =>
        Write(forest, options, OnnxElementType.Float);

    /// <summary>Writes a forest whose features come as another type.</summary>
    internal static OnnxModel Write(Forest forest, OnnxForestWriteOptions? options, OnnxElementType inputType)
    {
        ArgumentNullException.ThrowIfNull(forest);
        options ??= new OnnxForestWriteOptions();
        string[] names = forest.IsClassifier ? [options.InputName, options.ScoresName, options.LabelName] : [options.InputName, options.ScoresName];
        if (names.Any(string.IsNullOrEmpty) || names.Distinct(StringComparer.Ordinal).Count() < names.Length)
        {
            throw new ArgumentException($"Input and outputs need a name of their own each; found {string.Join(", ", names.Select(Quote.Short))}.", nameof(options));
        }

        List<OnnxNode> nodes = [];
        string input = options.InputName;
        OnnxElementType wanted = forest.Precision == ForestPrecision.Double ? OnnxElementType.Double : OnnxElementType.Float;
        if (inputType != wanted)
        {
            nodes.Add(new OnnxNode("Cast", [input], ["modelops/cast"]) { Attributes = [OnnxAttribute.Int("to", (long)wanted)] });
            input = "modelops/cast";
        }

        OnnxNode? last = OnnxForestTransforms.NodeAfter(forest);
        string scores = last is null ? options.ScoresName : "modelops/sums";
        nodes.Add(OnnxForestNode.Create(forest, input, scores, options.LabelName));
        if (last is not null) { nodes.Add(last with { Inputs = [scores], Outputs = [options.ScoresName] }); }
        return new OnnxModel
        {
            OperatorSets = new Dictionary<string, long> { [string.Empty] = OperatorSet, [OnnxForestNode.Domain] = MachineLearningOperatorSet },
            Graph = new OnnxGraph
            {
                Name = "forest",
                Nodes = nodes,
                Inputs = [new OnnxValueInfo(options.InputName, inputType, [-1, forest.FeatureCount])],
                Outputs = forest.IsClassifier ? [Label(forest, options), Scores(forest, options)] : [Scores(forest, options)],
            },
        };
    }

    private static OnnxValueInfo Scores(Forest forest, OnnxForestWriteOptions options) => new(options.ScoresName, OnnxElementType.Float, [-1, forest.TargetCount]);

    private static OnnxValueInfo Label(Forest forest, OnnxForestWriteOptions options) =>
        new(options.LabelName, forest.ClassLabels[0] is string ? OnnxElementType.String : OnnxElementType.Int64, [-1]);
}
