using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

/// <summary>Every integer as ONNX Runtime gives it.</summary>
public sealed class Int8ConvolutionTests
{
    private static readonly Case[] Cases =
    [
        new([2, 3, 24], [8, 3, 3], 1, [1, 1], [1], [1]),
        new([1, 5, 65], [70, 5, 1], 1, [0, 0], [1], [1]),
        new([2, 6, 30], [9, 2, 4], 3, [3, 5], [3], [2]),
        new([1, 12, 20], [12, 1, 5], 12, [6, 6], [1], [3]),
        new([1, 1, 1], [2, 1, 7], 1, [9, 9], [2], [1]),
        new([2, 3, 9, 11], [8, 3, 3, 3], 1, [1, 1, 1, 1], [1, 1], [1, 1]),
        new([1, 4, 14, 13], [6, 2, 3, 2], 2, [0, 2, 1, 0], [2, 1], [1, 2]),
        new([1, 4, 8, 9], [4, 1, 3, 3], 4, [1, 1, 1, 1], [1, 1], [1, 1]),
        new([1, 16, 8, 7], [5, 16, 1, 1], 1, [0, 0, 0, 0], [2, 3], [1, 1]),
        new([3, 2, 5, 5], [4, 2, 5, 5], 1, [4, 4, 4, 4], [1, 1], [1, 1]),
        new([1, 3, 5, 6, 7], [4, 3, 2, 3, 3], 1, [1, 0, 1, 0, 1, 1], [1, 2, 1], [1, 1, 2]),
    ];

    public static TheoryData<OnnxElementType, OnnxElementType, bool> Types => new()
    {
        { OnnxElementType.UInt8, OnnxElementType.Int8, false },
        { OnnxElementType.UInt8, OnnxElementType.Int8, true },
        { OnnxElementType.UInt8, OnnxElementType.UInt8, false },
        { OnnxElementType.Int8, OnnxElementType.Int8, false },
        { OnnxElementType.Int8, OnnxElementType.Int8, true },
    };

    [Theory]
    [InlineData(OnnxElementType.UInt8)]
    [InlineData(OnnxElementType.Int8)]
    public void ConvInteger_EveryShape_EveryInteger(OnnxElementType weightType) => Each((draw, c) =>
    {
        OnnxTensor x = draw.Bytes("x", OnnxElementType.UInt8, c.Input), w = draw.Bytes("w", weightType, c.Weights);
        OnnxTensor xz = draw.Bytes("xz", OnnxElementType.UInt8), wz = draw.Bytes("wz", weightType);
        Oracle.Check(NodeModel.Of(13, new OnnxNode("ConvInteger", ["x", "w", "xz", "wz"], ["y"]) { Attributes = c.Attributes }, [NodeModel.InputLike(x)], [OnnxElementType.Int32], w, xz, wz), [x]);
        Oracle.Check(NodeModel.Of(13, new OnnxNode("ConvInteger", ["x", "w"], ["y"]) { Attributes = c.Attributes }, [NodeModel.InputLike(x)], [OnnxElementType.Int32], w), [x]);
    });

    [Theory]
    [MemberData(nameof(Types))]
    public void QLinearConv_EveryShape_EveryInteger(OnnxElementType type, OnnxElementType weightType, bool isPerFilter) => Each((draw, c) =>
    {
        OnnxTensor x = draw.Bytes("x", type, c.Input);
        long[] scales = isPerFilter ? [c.Weights[0]] : [];
        OnnxTensor wz = weightType == OnnxElementType.Int8 ? Draw.Zeros("wz", weightType, scales) : draw.Bytes("wz", weightType, scales);
        OnnxTensor[] constants =
        [
            OnnxTensor.Floats("xs", [], [0.02f]), draw.Bytes("xz", type), draw.Bytes("w", weightType, c.Weights), draw.Scales("ws", 0.01f, scales), wz,
            OnnxTensor.Floats("ys", [], [0.3f]), draw.Bytes("yz", type), draw.Integers("b", 5000, c.Weights[0]),
        ];
        foreach (string[] bias in (string[][])[[], ["b"]])
        {
            OnnxNode node = new("QLinearConv", ["x", "xs", "xz", "w", "ws", "wz", "ys", "yz", .. bias], ["y"]) { Attributes = c.Attributes };
            Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(x)], [type], constants), [x]);
        }
    });

    [Theory]
    [InlineData("SAME_UPPER")]
    [InlineData("SAME_LOWER")]
    [InlineData("VALID")]
    public void QLinearConv_AutoPad_EveryInteger(string autoPad)
    {
        Draw draw = new(2);
        OnnxTensor x = draw.Bytes("x", OnnxElementType.UInt8, 1, 3, 10, 13);
        OnnxTensor[] constants =
        [
            OnnxTensor.Floats("xs", [], [0.02f]), draw.Bytes("xz", OnnxElementType.UInt8), draw.Bytes("w", OnnxElementType.Int8, 4, 3, 4, 3), draw.Scales("ws", 0.01f),
            Draw.Zeros("wz", OnnxElementType.Int8), OnnxTensor.Floats("ys", [], [0.3f]), draw.Bytes("yz", OnnxElementType.UInt8),
        ];
        OnnxNode node = new("QLinearConv", ["x", "xs", "xz", "w", "ws", "wz", "ys", "yz"], ["y"]) { Attributes = [OnnxAttribute.String("auto_pad", autoPad), OnnxAttribute.Ints("strides", [2, 3])] };
        Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(x)], [OnnxElementType.UInt8], constants), [x]);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Apply_QdqAroundConv_OneNodeAndEveryInteger(OnnxElementType type, OnnxElementType weightType, bool isPerFilter) => Each((draw, c) =>
    {
        foreach (bool isRelu in (bool[])[false, true])
        {
            QuantizedLayers layers = new(4);
            int least = type == OnnxElementType.Int8 ? -128 : 0;
            (string x, _, float scale) = layers.QuantizeDequantize("x", type, 0.02f, least + 131);
            (string w, float[] scales) = layers.Filters("l", weightType, c.Weights, isPerFilter);
            string y = layers.Add("Conv", "c", [x, w, layers.Bias("l", scale, scales, c.Weights[0])], c.Attributes);
            if (isRelu) { y = layers.Add("Relu", "r", [y]); }
            y = layers.QuantizeDequantize(y, type, 0.3f, isRelu ? least : least + 100).Floats;
            OnnxTensor input = draw.Floats("x", 3f, c.Input);
            OnnxModel model = NodeModel.Of(13, layers.Nodes, [NodeModel.InputLike(input)], [new OnnxValueInfo(y, OnnxElementType.Float, []) { HasShape = false }], layers.Constants);

            Oracle.Check(model, [input]);

            Assert.StartsWith("QLinearConv: 8-bit weights", Assert.Single(SimdModel.Compile(model).Choices), StringComparison.Ordinal);
        }
    });

    private static void Each(Action<Draw, Case> check)
    {
        for (int i = 0; i < Cases.Length; i++) { check(new Draw(i), Cases[i]); }
    }

    private sealed record Case(long[] Input, long[] Weights, long Groups, long[] Pads, long[] Strides, long[] Dilations)
    {
        public OnnxAttribute[] Attributes =>
            [OnnxAttribute.Int("group", Groups), OnnxAttribute.Ints("pads", Pads), OnnxAttribute.Ints("strides", Strides), OnnxAttribute.Ints("dilations", Dilations)];
    }
}
