namespace ModelOps.Onnx.Quantization;

/// <summary>Integer type that floats are stored in.</summary>
public enum QuantizedType
{
    /// <summary>Unsigned 8 bits, 0 to 255. What x86-64 kernels want for activations.</summary>
    UInt8,

    /// <summary>Signed 8 bits, -128 to 127; weights always have it. What Arm kernels want for activations.</summary>
    Int8,
}
