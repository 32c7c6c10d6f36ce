using ModelOps.Onnx.Quantization.Graphs;
using ModelOps.Onnx.Quantization.Parameters;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Quantization.Static;

/// <summary>A bias in the scale of the products it is added to, 32 bits, zero point 0.</summary>
internal readonly record struct BiasConstants(string Data, string Scale, string Zero, bool IsPerChannel)
{
    /// <summary>Adds the constants to a graph.</summary>
    public static BiasConstants Add(GraphEditor editor, Product product, QuantizedWeight weight, float inputScale, float[] bias)
    {
        bool isPerChannel = weight.Axis is not null;
        float[] scales = [.. weight.Scales.Select(scale => inputScale * scale)];
        IReadOnlyList<long> shape = isPerChannel ? [scales.Length] : [];
        return new(
            editor.AddConstant(Tensors.Int32s(product.Bias + "_quantized", [bias.Length], WeightMath.QuantizeBias(bias, inputScale, weight.Scales))),
            editor.AddConstant(OnnxTensor.Floats(product.Bias + "_scale", shape, scales)),
            editor.AddConstant(Tensors.Int32s(product.Bias + "_zero_point", shape, new int[scales.Length])),
            isPerChannel);
    }
}
