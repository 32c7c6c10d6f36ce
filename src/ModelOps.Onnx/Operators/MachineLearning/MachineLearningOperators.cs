using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>The families of <c>ai.onnx.ml</c>.</summary>
internal static class MachineLearningOperators
{
    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        CategoryOperators.AddTo(set);
        FeatureOperators.AddTo(set);
        LinearOperators.AddTo(set);
        SvmOperators.AddTo(set);
        TreeOperators.AddTo(set);
    }
}
