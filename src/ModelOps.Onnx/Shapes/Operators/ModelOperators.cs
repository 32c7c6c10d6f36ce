namespace ModelOps.Onnx.Shapes.Operators;

/// <summary>Operators of <c>ai.onnx.ml</c> that are whole models: linear, support vector machines, tree ensembles.</summary>
internal static class ModelOperators
{
    public static void Register(OperatorRegistry registry)
    {
        registry.Add(OperatorRegistry.MachineLearning, static node => Regressor(node, node.Int("targets", 1)), "LinearRegressor");
        registry.Add(OperatorRegistry.MachineLearning, static node => Regressor(node, 1), "SVMRegressor");
        registry.Add(OperatorRegistry.MachineLearning, static node => Regressor(node, node.Int("n_targets", 1)), "TreeEnsembleRegressor");
        registry.Add(OperatorRegistry.MachineLearning, TreeEnsemble, "TreeEnsemble");
        registry.Add(OperatorRegistry.MachineLearning, static node => Classifier(node, "classlabels_ints", node.Length("intercepts")), "LinearClassifier");
        registry.Add(OperatorRegistry.MachineLearning, static node => Classifier(node, "classlabels_int64s", 0), "TreeEnsembleClassifier");
        registry.Add(OperatorRegistry.MachineLearning, VectorClassifier, "SVMClassifier");
    }

    /// <summary>Rows of a batch; a vector is one row.</summary>
    private static Dim Rows(NodeContext node)
    {
        if (node.Shape(0) is not { } shape) { return Dim.Unknown; }
        if (shape.Length > 2) { node.Find(OnnxRule.Rank, $"its input has {shape.Length} dimensions, expected rows and features"); }
        return shape.Length switch
        {
            1 => 1,
            2 => shape[0],
            _ => Dim.Unknown,
        };
    }

    private static void Regressor(NodeContext node, long targets)
    {
        if (targets < 1) { node.Find(OnnxRule.Attribute, $"it has {targets} targets"); }
        else { node.Set(0, OnnxElementType.Float, [Rows(node), targets]); }
    }

    private static void TreeEnsemble(NodeContext node)
    {
        long targets = node.Int("n_targets", 0);
        if (targets < 1) { node.Find(OnnxRule.Attribute, $"it has {targets} targets"); }
        else { node.Set(0, node.Type(0), [Rows(node), targets]); }
    }

    private static void Classifier(NodeContext node, string numbers, int scores)
    {
        int classes = Math.Max(node.Length(numbers), node.Length("classlabels_strings"));
        Dim rows = Rows(node);
        node.Set(0, node.Length("classlabels_strings") > 0 ? OnnxElementType.String : OnnxElementType.Int64, [rows]);
        node.Set(1, OnnxElementType.Float, [rows, classes >= 2 ? classes : scores >= 2 ? scores : Dim.Unknown]);
    }

    // Without probabilities the scores are votes between pairs of classes, or of classes, as the file has it.
    private static void VectorClassifier(NodeContext node)
    {
        int classes = Math.Max(node.Length("classlabels_ints"), node.Length("classlabels_strings"));
        Dim rows = Rows(node);
        node.Set(0, node.Length("classlabels_strings") > 0 ? OnnxElementType.String : OnnxElementType.Int64, [rows]);
        node.Set(1, OnnxElementType.Float, [rows, node.Length("prob_a") > 0 && classes > 0 ? classes : Dim.Unknown]);
    }
}
