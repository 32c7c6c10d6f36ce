using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

public sealed class ByteOperatorsTests
{
    [Theory]
    [InlineData("QLinearAdd", OnnxElementType.UInt8)]
    [InlineData("QLinearAdd", OnnxElementType.Int8)]
    [InlineData("QLinearMul", OnnxElementType.UInt8)]
    [InlineData("QLinearMul", OnnxElementType.Int8)]
    public void Pair_BroadcastShapes_EveryInteger(string opType, OnnxElementType type)
    {
        (long[] A, long[] B)[] shapes = [([300], [300]), ([7, 33], [7, 33]), ([5, 40], [40]), ([3], [4, 1]), ([2, 3, 4], [3, 1]), ([2, 3, 4], []), ([1], [6]), ([4, 1, 5], [1, 3, 1]), ([0, 3], [3])];
        for (int i = 0; i < shapes.Length; i++)
        {
            Draw draw = new(i);
            OnnxTensor a = draw.Bytes("a", type, shapes[i].A), b = draw.Bytes("b", type, shapes[i].B);
            OnnxTensor[] constants = [draw.Scales("as", 0.02f), draw.Bytes("az", type), draw.Scales("bs", 0.03f), draw.Bytes("bz", type), draw.Scales("ys", 0.04f), draw.Bytes("yz", type)];
            OnnxNode node = new(opType, ["a", "as", "az", "b", "bs", "bz", "ys", "yz"], ["y"]) { Domain = "com.microsoft" };
            Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(a, isOpen: false), NodeModel.InputLike(b, isOpen: false)], [type], constants), [a, b]);
        }
    }

    [Theory]
    [InlineData("QLinearSigmoid", OnnxElementType.UInt8)]
    [InlineData("QLinearSigmoid", OnnxElementType.Int8)]
    [InlineData("QLinearLeakyRelu", OnnxElementType.UInt8)]
    [InlineData("QLinearLeakyRelu", OnnxElementType.Int8)]
    public void Table_AllBytes_EveryInteger(string opType, OnnxElementType type)
    {
        OnnxTensor x = new("x", type, [256], Enumerable.Range(0, 256).Select(static i => (byte)i).ToArray());
        for (int seed = 0; seed < 20; seed++)
        {
            Draw draw = new(seed);
            OnnxTensor[] constants = [draw.Scales("xs", 0.05f), draw.Bytes("xz", type), draw.Scales("ys", 0.01f), draw.Bytes("yz", type)];
            OnnxNode node = new(opType, ["x", "xs", "xz", "ys", "yz"], ["y"])
            {
                Domain = "com.microsoft",
                Attributes = opType == "QLinearLeakyRelu" ? [OnnxAttribute.Float("alpha", 0.1f)] : [],
            };
            Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(x)], [type], constants), [x]);
        }
    }

    [Theory]
    [InlineData("Add")]
    [InlineData("Mul")]
    [InlineData("Sigmoid")]
    [InlineData("LeakyRelu")]
    public void Apply_QdqAroundElements_EveryInteger(string opType)
    {
        QuantizedLayers layers = new(1);
        OnnxTensor x = layers.Draw.Floats("x", 3f, 7, 24);
        string left = layers.QuantizeDequantize("x", OnnxElementType.UInt8, 0.02f, 131).Floats;
        string[] inputs = opType is "Add" or "Mul" ? [left, layers.QuantizeDequantize("x2", OnnxElementType.UInt8, 0.03f, 100).Floats] : [left];
        string y = layers.QuantizeDequantize(layers.Add(opType, "p", inputs), OnnxElementType.UInt8, 0.025f, 77).Floats;
        OnnxTensor[] given = opType is "Add" or "Mul" ? [x, layers.Draw.Floats("x2", 3f, 7, 24)] : [x];
        OnnxModel model = NodeModel.Of(13, layers.Nodes, [.. given.Select(static g => NodeModel.InputLike(g))], [new OnnxValueInfo(y, OnnxElementType.Float, []) { HasShape = false }], layers.Constants);

        Oracle.Check(model, given);
    }
}
