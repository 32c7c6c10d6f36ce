using System.Numerics;
using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Operators.Quantized;

/// <summary>Operators between floats and integers. Those of <c>com.microsoft</c> came first and mean the same.</summary>
internal static class QuantizeOperators
{
    private const string Microsoft = "com.microsoft";

    /// <summary>Adds them.</summary>
    public static void AddTo(OperatorSet set)
    {
        set.Add(string.Empty, "QuantizeLinear", Quantize);
        set.Add(Microsoft, "QuantizeLinear", Quantize);
        set.Add(string.Empty, "DequantizeLinear", Dequantize);
        set.Add(Microsoft, "DequantizeLinear", Dequantize);
        set.Add(string.Empty, "DynamicQuantizeLinear", DynamicQuantize);
    }

    private static CompiledNode Quantize(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.RequireType(1, OnnxElementType.Float);
        OnnxElementType told = (OnnxElementType)node.Attributes.Int("output_dtype", 0);
        OnnxElementType type = node.HasInput(2) ? node.InputType(2) : told != OnnxElementType.Undefined ? told : OnnxElementType.UInt8;
        node.SetOutputType(0, type);
        return type switch
        {
            OnnxElementType.UInt8 => Quantize<byte>(node),
            OnnxElementType.Int8 => Quantize<sbyte>(node),
            OnnxElementType.UInt16 => Quantize<ushort>(node),
            OnnxElementType.Int16 => Quantize<short>(node),
            _ => throw new UnsupportedNodeException($"it makes {ElementTypes.Name(type)}"),
        };
    }

    private static CompiledNode Quantize<T>(NodeContext node)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        (int axis, int blockSize) = Axis(node);
        return new CompiledNode(v => new QuantizeStep<T>(v, new QuantizedAxis(axis, blockSize))) { IsRowWise = IsRowWise(node) };
    }

    private static CompiledNode Dequantize(NodeContext node)
    {
        node.RequireType(1, OnnxElementType.Float);
        if (node.HasInput(2)) { node.RequireType(2, node.InputType(0)); }
        OnnxElementType told = (OnnxElementType)node.Attributes.Int("output_dtype", (long)OnnxElementType.Float);
        if (told is not (OnnxElementType.Undefined or OnnxElementType.Float)) { throw new UnsupportedNodeException($"it makes {ElementTypes.Name(told)}"); }
        node.SetOutputType(0, OnnxElementType.Float);
        return node.InputType(0) switch
        {
            OnnxElementType.UInt8 or OnnxElementType.UInt4 => Dequantize<byte>(node),
            OnnxElementType.Int8 or OnnxElementType.Int4 => Dequantize<sbyte>(node),
            OnnxElementType.UInt16 => Dequantize<ushort>(node),
            OnnxElementType.Int16 => Dequantize<short>(node),
            OnnxElementType.Int32 => Dequantize<int>(node),
            OnnxElementType type => throw new UnsupportedNodeException($"it reads {ElementTypes.Name(type)}"),
        };
    }

    private static CompiledNode Dequantize<T>(NodeContext node)
        where T : unmanaged, IBinaryInteger<T>
    {
        (int axis, int blockSize) = Axis(node);
        return new CompiledNode(v => new DequantizeStep<T>(v, new QuantizedAxis(axis, blockSize))) { IsRowWise = IsRowWise(node) };
    }

    private static CompiledNode DynamicQuantize(NodeContext node)
    {
        node.RequireType(0, OnnxElementType.Float);
        node.SetOutputType(0, OnnxElementType.UInt8);
        node.SetOutputType(1, OnnxElementType.Float);
        node.SetOutputType(2, OnnxElementType.UInt8);
        return new CompiledNode(static v => new DynamicQuantizeStep(v));
    }

    private static (int Axis, int BlockSize) Axis(NodeContext node)
    {
        long blockSize = node.Attributes.Int("block_size", 0);
        if (blockSize is < 0 or > int.MaxValue) { throw new UnsupportedNodeException($"a block of {blockSize} elements is impossible"); }
        return ((int)Math.Clamp(node.Attributes.Int("axis", 1), -Value.MaxRank, Value.MaxRank), (int)blockSize);
    }

    /// <summary>One scale for all elements serves any part of the rows.</summary>
    private static bool IsRowWise(NodeContext node) => node.Constant(1) is { } scale && scale.Shape.All(static d => d == 1) && node.Attributes.Int("block_size", 0) == 0;
}
