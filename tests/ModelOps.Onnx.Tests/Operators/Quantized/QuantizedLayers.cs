using System.Runtime.InteropServices;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

/// <summary>Writes layers the way quantizers do.</summary>
internal sealed class QuantizedLayers(int seed)
{
    private readonly List<OnnxNode> _nodes = [];
    private readonly List<OnnxTensor> _constants = [];

    public Draw Draw { get; } = new(seed);

    public IReadOnlyList<OnnxNode> Nodes => _nodes;

    public IReadOnlyList<OnnxTensor> Constants => _constants;

    /// <summary>Adds a node.</summary>
    public string Add(string opType, string output, string[] inputs, params OnnxAttribute[] attributes)
    {
        _nodes.Add(new OnnxNode(opType, inputs, [output]) { Attributes = attributes });
        return output;
    }

    /// <summary>Adds a constant.</summary>
    public string Constant(OnnxTensor tensor)
    {
        _constants.Add(tensor);
        return tensor.Name;
    }

    /// <summary><c>x</c> through <c>DynamicQuantizeLinear</c>, with the names of its three outputs.</summary>
    public (string Integers, string Scale, string ZeroPoint) Dynamic(string x)
    {
        _nodes.Add(new OnnxNode("DynamicQuantizeLinear", [x], [$"{x}_q", $"{x}_s", $"{x}_z"]));
        return ($"{x}_q", $"{x}_s", $"{x}_z");
    }

    /// <summary>A layer of dynamic quantization.</summary>
    public string DynamicLayer(string name, (string Integers, string Scale, string ZeroPoint) x, long depth, long columns, bool isPerColumn, bool hasBias, bool isRelu)
    {
        long[] scales = isPerColumn ? [columns] : [];
        string w = Constant(Draw.Bytes($"{name}_w", OnnxElementType.Int8, depth, columns)), s = Constant(Draw.Scales($"{name}_ws", 0.01f, scales));
        string z = Constant(Quantized.Draw.Zeros($"{name}_wz", OnnxElementType.Int8, scales));
        string y = Add("MatMulInteger", $"{name}_i", [x.Integers, w, x.ZeroPoint, z]);
        y = Add("Cast", $"{name}_f", [y], OnnxAttribute.Int("to", (long)OnnxElementType.Float));
        y = Add("Mul", $"{name}_m", [y, Add("Mul", $"{name}_s", [x.Scale, s])]);
        if (hasBias) { y = Add("Add", $"{name}_a", [Constant(Draw.Floats($"{name}_b", 2f, columns)), y]); }
        return isRelu ? Add("Relu", $"{name}_r", [y]) : y;
    }

    /// <summary><c>QuantizeLinear</c> and <c>DequantizeLinear</c>; the names of the floats and of the scale.</summary>
    public (string Floats, string Scale, float ScaleValue) QuantizeDequantize(string x, OnnxElementType type, float scale, int zeroPoint)
    {
        string s = Constant(OnnxTensor.Floats($"{x}_s", [], [scale])), z = Constant(Quantized.Draw.Scalar($"{x}_z", type, zeroPoint));
        return (Add("DequantizeLinear", $"{x}_d", [Add("QuantizeLinear", $"{x}_q", [x, s, z]), s, z]), s, scale);
    }

    /// <summary>Dequantized weights, transposed or not, and their scales.</summary>
    public (string Floats, float[] Scales) Weights(string name, OnnxElementType type, long depth, long columns, bool isPerColumn, bool isTransposed = false)
    {
        long[] scales = isPerColumn ? [columns] : [];
        string w = Constant(isTransposed ? Draw.Bytes($"{name}_w", type, columns, depth) : Draw.Bytes($"{name}_w", type, depth, columns));
        OnnxTensor s = Draw.Scales($"{name}_ws", 0.01f, scales);
        string z = Constant(type == OnnxElementType.Int8 ? Quantized.Draw.Zeros($"{name}_wz", type, scales) : Draw.Bytes($"{name}_wz", type, scales));
        OnnxAttribute[] axis = isPerColumn ? [OnnxAttribute.Int("axis", isTransposed ? 0 : 1)] : [];
        return (Add("DequantizeLinear", $"{name}_wd", [w, Constant(s), z], axis), MemoryMarshal.Cast<byte, float>(s.RawData.Span).ToArray());
    }

    /// <summary>Dequantized filters of a convolution and their scales.</summary>
    public (string Floats, float[] Scales) Filters(string name, OnnxElementType type, long[] shape, bool isPerFilter)
    {
        long[] scales = isPerFilter ? [shape[0]] : [];
        string w = Constant(Draw.Bytes($"{name}_w", type, shape));
        OnnxTensor s = Draw.Scales($"{name}_ws", 0.01f, scales);
        string z = Constant(type == OnnxElementType.Int8 ? Quantized.Draw.Zeros($"{name}_wz", type, scales) : Draw.Bytes($"{name}_wz", type, scales));
        OnnxAttribute[] axis = isPerFilter ? [OnnxAttribute.Int("axis", 0)] : [];
        return (Add("DequantizeLinear", $"{name}_wd", [w, Constant(s), z], axis), MemoryMarshal.Cast<byte, float>(s.RawData.Span).ToArray());
    }

    /// <summary>A dequantized bias of integers.</summary>
    public string Bias(string name, float scale, float[] scales, long columns)
    {
        float[] told = [.. scales.Select(s => s * scale)];
        string b = Constant(Draw.Integers($"{name}_b", 5000, columns)), s = Constant(OnnxTensor.Floats($"{name}_bs", told.Length == 1 ? [] : [columns], told));
        return Add("DequantizeLinear", $"{name}_bd", [b, s], OnnxAttribute.Int("axis", 0));
    }
}
