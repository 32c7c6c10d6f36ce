using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Rewriting;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Bytes that a <c>DequantizeLinear</c> or <c>QuantizeLinear</c> stands at, with constant scale and zero point.</summary>
/// <param name="Integers">Name of the bytes.</param>
/// <param name="Type">Their type.</param>
/// <param name="Scale">Name of the scale.</param>
/// <param name="Scales">Its elements.</param>
/// <param name="ZeroPoint">Name of the zero point.</param>
/// <param name="Zero">The zero point, where it is one; else 0.</param>
/// <param name="Axis">Axis of several scales.</param>
internal sealed record DequantizedValue(string Integers, OnnxElementType Type, string Scale, float[] Scales, string ZeroPoint, int Zero, int Axis)
{
    /// <summary>Whether there is one scale.</summary>
    public bool IsWhole => Scales.Length == 1;

    /// <summary>Least integer of the type.</summary>
    public int Least => Type == OnnxElementType.Int8 ? sbyte.MinValue : byte.MinValue;

    /// <summary>The bytes behind a value of floats; null when there are none, or their scale or type are not known.</summary>
    public static DequantizedValue? Behind(GraphEditor graph, string name) =>
        graph.Producer(name) is { OpType: "DequantizeLinear", Inputs.Count: > 0 } node ? Of(graph, node, node.Inputs[0]) : null;

    /// <summary>The bytes that a <c>QuantizeLinear</c> makes; null likewise.</summary>
    public static DequantizedValue? MadeBy(GraphEditor graph, OnnxNode node) => Of(graph, node, node.Outputs[0]);

    private static DequantizedValue? Of(GraphEditor graph, OnnxNode node, string integers)
    {
        if (node.Inputs.Count < 3 || graph.Constant(node.Inputs[1]) is not { ElementType: OnnxElementType.Float } scale || graph.Constant(node.Inputs[2]) is not { } zero) { return null; }
        if (zero.ElementType is not (OnnxElementType.UInt8 or OnnxElementType.Int8) || new NodeAttributes(node).Int("block_size", 0) != 0) { return null; }
        ReadOnlySpan<byte> zeros = zero.Span<byte>();
        int first = zeros.Length != 1 ? 0 : zero.ElementType == OnnxElementType.Int8 ? (sbyte)zeros[0] : zeros[0];
        return new DequantizedValue(integers, zero.ElementType, node.Inputs[1], scale.Span<float>().ToArray(), node.Inputs[2], first, (int)new NodeAttributes(node).Int("axis", 1));
    }
}
