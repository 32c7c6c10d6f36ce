using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Operators.Attention;
using ModelOps.Onnx.Operators.Convolution;
using ModelOps.Onnx.Operators.Dense;
using ModelOps.Onnx.Operators.Elementwise;
using ModelOps.Onnx.Operators.Movement;
using ModelOps.Onnx.Operators.Normalization;
using ModelOps.Onnx.Operators.Pooling;
using ModelOps.Onnx.Operators.Recurrent;
using ModelOps.Onnx.Operators.Reductions;

namespace ModelOps.Onnx.Operators;

/// <summary>All operators, a line for each family.</summary>
internal static class AllOperators
{
    /// <summary>The set; made once.</summary>
    public static OperatorSet Set { get; } = Create();

    private static OperatorSet Create()
    {
        OperatorSet set = new();
        ArithmeticOperators.AddTo(set);
        AttentionOperators.AddTo(set);
        CastOperators.AddTo(set);
        ClipOperator.AddTo(set);
        ConvolutionOperators.AddTo(set);
        CreationOperators.AddTo(set);
        DenseOperators.AddTo(set);
        GeluOperators.AddTo(set);
        MachineLearning.MachineLearningOperators.AddTo(set);
        MovementOperators.AddTo(set);
        NormalizationOperators.AddTo(set);
        OrderOperators.AddTo(set);
        PoolOperators.AddTo(set);
        PowOperator.AddTo(set);
        Quantized.ByteOperators.AddTo(set);
        Quantized.Int8ConvolutionOperators.AddTo(set);
        Quantized.Int8ProductOperators.AddTo(set);
        Quantized.NBitOperators.AddTo(set);
        Quantized.QuantizeOperators.AddTo(set);
        RecurrentOperators.AddTo(set);
        ReduceOperators.AddTo(set);
        ReshapeOperators.AddTo(set);
        RotaryOperators.AddTo(set);
        ScatterOperators.AddTo(set);
        ShapeOperators.AddTo(set);
        SkipNormalizationOperators.AddTo(set);
        UnaryOperators.AddTo(set);
        WhereOperator.AddTo(set);
        return set;
    }
}
