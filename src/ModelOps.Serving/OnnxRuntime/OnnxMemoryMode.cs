namespace ModelOps.Serving.OnnxRuntime;

/// <summary>What ONNX Runtime spends memory on.</summary>
public enum OnnxMemoryMode
{
    /// <summary>Weights are copied and laid out for speed: fastest, and each model takes its own memory. For few models with much traffic.</summary>
    Throughput,

    /// <summary>Weights stay in a file that is mapped into memory, as the model has them: next to no private memory for an idle model and loads in
    /// milliseconds, but runs are slower, those of large batches by several times. For many models with little traffic each.</summary>
    Dense,
}
