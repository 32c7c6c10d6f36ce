using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Dense;
using ModelOps.Onnx.Operators.Recurrent;

namespace ModelOps.Onnx.Operators;

/// <summary>All operators, a line for each family.</summary>
internal static class AllOperators
{
    /// <summary>The set; made once.</summary>
    public static OperatorSet Set { get; } = Create();

    private static OperatorSet Create()
    {
        OperatorSet set = new();
        ReshapeOperators.AddTo(set);
        ShapeOperators.AddTo(set);
        Quantized.QuantizeOperators.AddTo(set);
        Quantized.Int8ProductOperators.AddTo(set);
        DenseOperators.AddTo(set);
        RecurrentOperators.AddTo(set);
        MachineLearning.MachineLearningOperators.AddTo(set);
        return set;
    }
}
