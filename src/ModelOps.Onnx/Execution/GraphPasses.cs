using ModelOps.Onnx.Operators.Dense.Passes;

namespace ModelOps.Onnx.Execution;

/// <summary>All passes, in the order in which they run.</summary>
internal static class GraphPasses
{
    /// <summary>The passes.</summary>
    public static IReadOnlyList<IGraphPass> All { get; } =
    [
        new Operators.Quantized.DynamicProductPass(),
        new Operators.Quantized.QdqPass(),
        new Operators.MachineLearning.CastIntoTreesPass(),
        new Operators.MachineLearning.ScaledLinearPass(),
        new TransposePass(),
        new MatMulAddPass(),
        new BatchNormalizationPass(),
        new ActivationPass(),
    ];
}
