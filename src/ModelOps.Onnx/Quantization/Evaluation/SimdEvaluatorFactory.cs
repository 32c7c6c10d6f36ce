using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Quantization.Evaluation;

/// <summary>The managed engine.</summary>
internal sealed class SimdEvaluatorFactory : IOnnxEvaluatorFactory
{
    public static SimdEvaluatorFactory Instance { get; } = new();

    public string Name => "simd";

    public IOnnxEvaluator Load(OnnxModel model) => new SimdEvaluator(SimdModel.Compile(model));
}
