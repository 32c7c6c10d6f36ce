namespace ModelOps.Onnx.Operators.MachineLearning;

/// <summary>Norms of a row.</summary>
internal enum NormKind
{
    /// <summary>The largest value, sign and all.</summary>
    Max,

    /// <summary>Sum of the absolute values.</summary>
    L1,

    /// <summary>Square root of the sum of squares.</summary>
    L2,
}
