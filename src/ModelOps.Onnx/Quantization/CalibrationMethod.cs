namespace ModelOps.Onnx.Quantization;

/// <summary>How the range of a tensor is chosen from the values seen.</summary>
public enum CalibrationMethod
{
    /// <summary>From the smallest value to the largest. Nothing is cut off; one outlier makes all other values coarse.</summary>
    MinMax,

    /// <summary>The range that holds <see cref="StaticQuantizationOptions.Percentile"/> percent of the values; the rest is cut off, half at each end.</summary>
    Percentile,

    /// <summary>The range that loses least information: the smallest Kullback-Leibler divergence between the values and the quantized values.
    /// Source: S. Migacz, "8-bit Inference with TensorRT", GTC 2017.</summary>
    Entropy,

    /// <summary>The range with the smallest mean squared error of the quantized values.</summary>
    MeanSquaredError,
}
