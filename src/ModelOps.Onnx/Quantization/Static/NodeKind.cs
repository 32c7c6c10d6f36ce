namespace ModelOps.Onnx.Quantization.Static;

/// <summary>How an operator takes part in static quantization.</summary>
internal enum NodeKind
{
    /// <summary>It stays in float.</summary>
    None,

    /// <summary>Computes on integers, and is why a model is quantized: MatMul, Gemm, Conv.</summary>
    Product,

    /// <summary>Computes on integers when all that it reads is quantized: Add, Mul, Concat.</summary>
    Joining,

    /// <summary>The same, of its first input: pooling by average, Sigmoid, LeakyRelu.</summary>
    Unary,

    /// <summary>Moves or picks values without changing them, so its output has the parameters of its input.</summary>
    PassThrough,
}
