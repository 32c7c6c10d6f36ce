namespace ModelOps.Onnx.Forests;

/// <summary>How ONNX says a forest's transform: in the tree ensemble's node, or as a node after it.</summary>
internal static class OnnxForestTransforms
{
    /// <summary>The value of <c>post_transform</c>.</summary>
    public static string Name(Forest forest) => NodeAfter(forest) is not null ? "NONE" : forest.Transform switch
    {
        ForestTransform.Logistic => "LOGISTIC",
        ForestTransform.Softmax => "SOFTMAX",
        ForestTransform.SoftmaxZero => "SOFTMAX_ZERO",
        ForestTransform.Probit => "PROBIT",
        _ => "NONE",
    };

    /// <summary>The node that transforms the scores, still without names; or null.</summary>
    public static OnnxNode? NodeAfter(Forest forest)
    {
        bool isSingle = forest.TargetCount == 1;
        return forest.Transform switch
        {
            ForestTransform.Exponential when forest.IsClassifier => throw new ForestFormatException(
                "It is a classifier with exponential scores, which ONNX has not. Read it with raw scores."),
            ForestTransform.Exponential => new OnnxNode("Exp", [], []),
            ForestTransform.Logistic when isSingle => new OnnxNode("Sigmoid", [], []),
            ForestTransform.Softmax when isSingle => new OnnxNode("Softmax", [], []) { Attributes = [OnnxAttribute.Int("axis", 1)] },
            ForestTransform.SoftmaxZero when isSingle => throw new ForestFormatException(
                $"It has one score and {ForestTransform.SoftmaxZero}, which ONNX Runtime ignores. Use {ForestTransform.None}."),
            _ => null,
        };
    }
}
