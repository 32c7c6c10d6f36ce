using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

/// <summary>Every integer and every bit as ONNX Runtime gives them.</summary>
public sealed class Int8ProductOperatorsTests
{
    private static readonly (long Rows, long Depth, long Columns)[] Shapes = [(1, 32, 64), (1, 3, 1), (5, 37, 21), (17, 64, 80), (2, 1, 130), (0, 4, 4), (33, 130, 10)];

    public static TheoryData<OnnxElementType, OnnxElementType, bool> Types => new()
    {
        { OnnxElementType.UInt8, OnnxElementType.Int8, false },
        { OnnxElementType.UInt8, OnnxElementType.Int8, true },
        { OnnxElementType.UInt8, OnnxElementType.UInt8, false },
        { OnnxElementType.UInt8, OnnxElementType.UInt8, true },
        { OnnxElementType.Int8, OnnxElementType.Int8, false },
        { OnnxElementType.Int8, OnnxElementType.Int8, true },
    };

    [Theory]
    [MemberData(nameof(Types))]
    public void MatMulInteger_AnyShape_EveryInteger(OnnxElementType type, OnnxElementType weightType, bool isPerColumn) => Each((draw, rows, depth, columns) =>
    {
        OnnxTensor a = draw.Bytes("a", type, rows, depth), b = Weights(draw, weightType, depth, columns);
        OnnxTensor za = draw.Bytes("za", type), zb = isPerColumn ? draw.Bytes("zb", weightType, columns) : draw.Bytes("zb", weightType);
        Oracle.Check(NodeModel.Of(13, new OnnxNode("MatMulInteger", ["a", "b", "za", "zb"], ["y"]), [NodeModel.InputLike(a)], [OnnxElementType.Int32], b, za, zb), [a]);
        Oracle.Check(NodeModel.Of(13, new OnnxNode("MatMulInteger", ["a", "b"], ["y"]), [NodeModel.InputLike(a)], [OnnxElementType.Int32], b), [a]);
    });

    [Theory]
    [MemberData(nameof(Types))]
    public void QLinearMatMul_AnyShape_EveryInteger(OnnxElementType type, OnnxElementType weightType, bool isPerColumn) => Each((draw, rows, depth, columns) =>
    {
        OnnxTensor a = draw.Bytes("a", type, rows, depth);
        long[] scales = isPerColumn ? [columns] : [];
        OnnxTensor[] constants =
        [
            OnnxTensor.Floats("as", [], [0.02f]), draw.Bytes("az", type), Weights(draw, weightType, depth, columns), draw.Scales("bs", 0.01f, scales), draw.Bytes("bz", weightType, scales),
            OnnxTensor.Floats("ys", [], [0.3f]), draw.Bytes("yz", type),
        ];
        Oracle.Check(NodeModel.Of(13, new OnnxNode("QLinearMatMul", ["a", "as", "az", "b", "bs", "bz", "ys", "yz"], ["y"]), [NodeModel.InputLike(a)], [type], constants), [a]);
    });

    [Theory]
    [MemberData(nameof(Types))]
    public void QGemm_AnyShape_EveryIntegerAndBit(OnnxElementType type, OnnxElementType weightType, bool isPerColumn) => Each((draw, rows, depth, columns) =>
    {
        if (rows == 0) { return; }
        OnnxTensor a = draw.Bytes("a", type, rows, depth);
        long[] scales = isPerColumn ? [columns] : [];
        bool isTransposed = depth % 2 == 0;
        OnnxTensor[] constants =
        [
            OnnxTensor.Floats("as", [], [0.02f]), draw.Bytes("az", type), isTransposed ? Weights(draw, weightType, columns, depth) : Weights(draw, weightType, depth, columns),
            draw.Scales("bs", 0.01f, scales), draw.Bytes("bz", weightType, scales), draw.Integers("c", 5000, columns), OnnxTensor.Floats("ys", [], [0.3f]), draw.Bytes("yz", type),
        ];
        OnnxAttribute[] attributes = [OnnxAttribute.Int("transB", isTransposed ? 1 : 0), OnnxAttribute.Float("alpha", 0.7f)];
        OnnxNode node = new("QGemm", ["a", "as", "az", "b", "bs", "bz", "c", "ys", "yz"], ["y"]) { Domain = "com.microsoft", Attributes = attributes };
        Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(a)], [type], constants), [a]);
        Oracle.Check(NodeModel.Of(13, node with { Inputs = ["a", "as", "az", "b", "bs", "bz", "c"] }, [NodeModel.InputLike(a)], [OnnxElementType.Float], constants[..6]), [a]);
    });

    [Theory]
    [MemberData(nameof(Types))]
    public void ToFloat_StaticAndDynamic_EveryBit(OnnxElementType type, OnnxElementType weightType, bool isPerColumn) => Each((draw, rows, depth, columns) =>
    {
        OnnxTensor a = draw.Bytes("a", type, rows, depth), x = draw.Floats("x", 5f, rows, depth);
        long[] scales = isPerColumn ? [columns] : [];
        OnnxTensor b = Weights(draw, weightType, depth, columns), bs = draw.Scales("bs", 0.01f, scales), bz = draw.Bytes("bz", weightType, scales), bias = draw.Floats("bias", 2f, columns);
        OnnxTensor scale = OnnxTensor.Floats("as", [], [0.02f]), az = draw.Bytes("az", type);
        OnnxNode integers = new("MatMulIntegerToFloat", ["a", "b", "as", "bs", "az", "bz", "bias"], ["y"]) { Domain = "com.microsoft" };
        Oracle.Check(NodeModel.Of(13, integers, [NodeModel.InputLike(a)], [OnnxElementType.Float], b, scale, bs, az, bz, bias), [a]);
        if (type != OnnxElementType.UInt8) { return; }
        OnnxNode dynamic = new("DynamicQuantizeMatMul", ["x", "b", "bs", "bz", "bias"], ["y"]) { Domain = "com.microsoft" };
        Oracle.Check(NodeModel.Of(13, dynamic, [NodeModel.InputLike(x)], [OnnxElementType.Float], b, bs, bz, bias), [x]);
    });

    [Fact]
    public void MatMulInteger_LargestWeights_DoesNotSaturate()
    {
        OnnxTensor a = new("a", OnnxElementType.UInt8, [1, 64], Enumerable.Repeat((byte)255, 64).ToArray());
        OnnxTensor b = new("b", OnnxElementType.Int8, [64, 1], Enumerable.Repeat((byte)127, 64).ToArray());
        OnnxModel model = NodeModel.Of(13, new OnnxNode("MatMulInteger", ["a", "b"], ["y"]), [NodeModel.InputLike(a)], [OnnxElementType.Int32], b);

        OnnxTensor y = Assert.Single(Oracle.RunSimd(SimdModel.Compile(model), [a]));

        Assert.Equal(255 * 127 * 64, BitConverter.ToInt32(y.RawData.Span));
    }

    [Fact]
    public void DynamicQuantizeMatMul_EachRowByItself_KeepsRowsApart()
    {
        Draw draw = new(1);
        OnnxTensor x = draw.Floats("x", 1f, 40, 24);
        OnnxTensor b = draw.Bytes("b", OnnxElementType.Int8, 24, 20), bs = draw.Scales("bs", 0.01f);
        OnnxModel model = NodeModel.Of(13, new OnnxNode("DynamicQuantizeMatMul", ["x", "b", "bs"], ["y"]) { Domain = "com.microsoft" }, [NodeModel.InputLike(x)], [OnnxElementType.Float], b, bs);
        SimdModel simd = SimdModel.Compile(model, new SimdModelOptions { QuantizesEachRow = true });
        byte[] whole = Assert.Single(Oracle.RunSimd(simd, [x])).RawData.ToArray();
        for (int row = 0; row < 40; row++)
        {
            OnnxTensor one = new("x", OnnxElementType.Float, [1, 24], x.RawData.Slice(row * 96, 96));

            OnnxTensor y = Assert.Single(Oracle.RunSimd(simd, [one]));

            Assert.Equal(whole.AsSpan(row * 80, 80), y.RawData.Span);
            Oracle.AssertClose(Assert.Single(Oracle.RunOnnxRuntime(model, [one])), y, 0, 0);
        }
    }

    [Theory]
    [InlineData("MatMulInteger", "the matrix of weights (input 1) is no constant")]
    [InlineData("QLinearMatMul", "the matrix of weights (input 3) is no constant")]
    public void Compile_WeightsFromTheCaller_RefusedWithTheReason(string opType, string why)
    {
        Draw draw = new(1);
        string[] inputs = opType == "MatMulInteger" ? ["a", "b"] : ["a", "s", "z", "b", "s", "z", "s", "z"];
        OnnxTensor a = draw.Bytes("a", OnnxElementType.UInt8, 2, 3), b = draw.Bytes("b", OnnxElementType.UInt8, 3, 2);
        OnnxModel model = NodeModel.Of(
            13, new OnnxNode(opType, inputs, ["y"]), [NodeModel.InputLike(a), NodeModel.InputLike(b)], [opType == "MatMulInteger" ? OnnxElementType.Int32 : OnnxElementType.UInt8], draw.Scales("s", 1f), draw.Bytes("z", OnnxElementType.UInt8));

        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));

        Assert.Equal(why, Assert.Single(e.Nodes).Why);
    }

    private static OnnxTensor Weights(Draw draw, OnnxElementType type, params long[] shape) => draw.Bytes("b", type, shape);

    private static void Each(Action<Draw, long, long, long> check)
    {
        foreach ((long rows, long depth, long columns) in Shapes) { check(new Draw((int)(rows + depth + columns)), rows, depth, columns); }
    }
}
