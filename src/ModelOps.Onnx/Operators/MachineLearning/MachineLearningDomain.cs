namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The domain of the operators for classical machine learning.</summary>
internal static class MachineLearningDomain
{
    /// <summary>Its name.</summary>
    public const string Name = "ai.onnx.ml";
}
