using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Quantization.Parameters;

/// <summary>Integers that quantized values may take.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct QuantizedRange(int Min, int Max)
{
    /// <summary>Range of activations.</summary>
    public static QuantizedRange OfActivations(QuantizedType type, bool isSymmetric) =>
        type == QuantizedType.UInt8 ? new(0, 255) : new(isSymmetric ? -127 : -128, 127);

    /// <summary>Range of weights; seven bits when reduced.</summary>
    public static QuantizedRange OfWeights(bool isSymmetric, bool isReduced) =>
        isReduced ? new(-64, 64) : new(isSymmetric ? -127 : -128, 127);
}
