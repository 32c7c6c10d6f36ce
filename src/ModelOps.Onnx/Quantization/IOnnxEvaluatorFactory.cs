namespace ModelOps.Onnx.Quantization;

/// <summary>Loads models so that they can be run: the seam between the quantizer and a runtime.</summary>
public interface IOnnxEvaluatorFactory
{
    /// <summary>Name of the runtime, for reports.</summary>
    string Name { get; }

    /// <summary>Loads a model.</summary>
    /// <param name="model">The model. Its outputs may lack a shape.</param>
    /// <returns>The loaded model; the caller disposes it.</returns>
    /// <exception cref="ModelOpsException">The runtime cannot run the model.</exception>
    IOnnxEvaluator Load(OnnxModel model);
}
