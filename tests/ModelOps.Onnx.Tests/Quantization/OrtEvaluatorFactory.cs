using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

/// <summary>ONNX Runtime with one thread.</summary>
internal sealed class OrtEvaluatorFactory : IOnnxEvaluatorFactory
{
    public static OrtEvaluatorFactory Instance { get; } = new();

    public string Name => "onnxruntime";

    public IOnnxEvaluator Load(OnnxModel model) => new OrtEvaluator(model);
}
