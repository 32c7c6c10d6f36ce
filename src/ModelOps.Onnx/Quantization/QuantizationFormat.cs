namespace ModelOps.Onnx.Quantization;

/// <summary>How a statically quantized model says that it is.</summary>
public enum QuantizationFormat
{
    /// <summary>Float operators between <c>QuantizeLinear</c> and <c>DequantizeLinear</c>: every runtime can run it, and fuses what it has kernels for.</summary>
    Qdq,

    /// <summary>Quantized operators: <c>QLinearMatMul</c>, <c>QLinearConv</c>, and those of <c>com.microsoft</c> such as <c>QGemm</c>.</summary>
    QOperator,
}
