using ModelOps.Onnx.Quantization;

namespace ModelOps.Onnx.Tests.Quantization;

/// <summary>ONNX Runtime for answers, and times that the test says.</summary>
/// <param name="time">Time of a call of a model.</param>
internal sealed class FixedEvaluatorFactory(Func<OnnxModel, TimeSpan> time) : IOnnxEvaluatorFactory
{
    public string Name => "fixed";

    public IOnnxEvaluator Load(OnnxModel model) => new Evaluator(new OrtEvaluator(model), time(model));

    private sealed class Evaluator(OrtEvaluator inner, TimeSpan time) : IOnnxEvaluator
    {
        public IReadOnlyList<OnnxTensor> Run(IReadOnlyList<OnnxTensor> inputs) => inner.Run(inputs);

        public TimeSpan Measure(IReadOnlyList<OnnxTensor> inputs, int calls) => time * calls;

        public void Dispose() => inner.Dispose();
    }
}
