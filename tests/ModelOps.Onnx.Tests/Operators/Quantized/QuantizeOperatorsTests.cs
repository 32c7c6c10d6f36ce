using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Quantized;

/// <summary>Every integer and every bit as ONNX Runtime gives them.</summary>
public sealed class QuantizeOperatorsTests
{
    [Theory]
    [InlineData(10, OnnxElementType.UInt8, 131)]
    [InlineData(13, OnnxElementType.Int8, -3)]
    [InlineData(19, OnnxElementType.UInt8, 0)]
    [InlineData(21, OnnxElementType.UInt16, 40000)]
    [InlineData(21, OnnxElementType.Int16, -12)]
    [InlineData(23, OnnxElementType.Int8, 5)]
    public void QuantizeLinear_OneScale_AwkwardFloats(int opset, OnnxElementType type, int zeroPoint)
    {
        foreach (int length in (int[])[0, 1, 5, 16, 33, 257])
        {
            OnnxTensor x = new Draw(length).Awkward("x", length, 3);
            Oracle.Check(
                NodeModel.Of(opset, new OnnxNode("QuantizeLinear", ["x", "s", "z"], ["y"]), [NodeModel.InputLike(x)], [type], OnnxTensor.Floats("s", [], [0.37f]), Draw.Scalar("z", type, zeroPoint)), [x]);
        }
    }

    [Theory]
    [InlineData(13, 0)]
    [InlineData(13, 1)]
    [InlineData(13, -1)]
    [InlineData(21, 2)]
    public void QuantizeLinear_ScaleOfEachIndex_AndBack(int opset, int axis)
    {
        long[] shape = [3, 17, 5];
        long scales = shape[axis < 0 ? axis + 3 : axis];
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.UInt8, OnnxElementType.Int8])
        {
            Draw draw = new(axis + 7);
            OnnxTensor x = draw.Awkward("x", shape), s = draw.Scales("s", 0.4f, scales), z = draw.Bytes("z", type, scales);
            OnnxAttribute[] attributes = [OnnxAttribute.Int("axis", axis)];
            Oracle.Check(NodeModel.Of(opset, new OnnxNode("QuantizeLinear", ["x", "s", "z"], ["y"]) { Attributes = attributes }, [NodeModel.InputLike(x, isOpen: false)], [type], s, z), [x]);
            OnnxTensor q = draw.Bytes("q", type, shape);
            Oracle.Check(NodeModel.Of(opset, new OnnxNode("DequantizeLinear", ["q", "s", "z"], ["y"]) { Attributes = attributes }, [NodeModel.InputLike(q, isOpen: false)], [OnnxElementType.Float], s, z), [q]);
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void QuantizeLinear_Blocks_AndBack(int axis)
    {
        long[] shape = [4, 10, 6];
        long[] scaleShape = [.. shape];
        scaleShape[axis] = (shape[axis] + 3) / 4;
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.UInt8, OnnxElementType.Int8, OnnxElementType.Int16])
        {
            Draw draw = new(axis);

            // Its blocked kernel converts quotients beyond 32 bits without a check, so that infinities come out as anything.
            OnnxTensor x = draw.Floats("x", 200f, shape), s = draw.Scales("s", 0.4f, scaleShape), z = draw.Bytes("z", type, scaleShape);
            OnnxAttribute[] attributes = [OnnxAttribute.Int("axis", axis), OnnxAttribute.Int("block_size", 4)];
            Oracle.Check(NodeModel.Of(21, new OnnxNode("QuantizeLinear", ["x", "s", "z"], ["y"]) { Attributes = attributes }, [NodeModel.InputLike(x, isOpen: false)], [type], s, z), [x]);
            OnnxTensor q = draw.Bytes("q", type, shape);
            Oracle.Check(NodeModel.Of(21, new OnnxNode("DequantizeLinear", ["q", "s", "z"], ["y"]) { Attributes = attributes }, [NodeModel.InputLike(q, isOpen: false)], [OnnxElementType.Float], s, z), [q]);
        }
    }

    [Theory]
    [InlineData(10, OnnxElementType.UInt8)]
    [InlineData(13, OnnxElementType.Int8)]
    [InlineData(13, OnnxElementType.Int32)]
    [InlineData(21, OnnxElementType.UInt16)]
    [InlineData(21, OnnxElementType.Int16)]
    [InlineData(21, OnnxElementType.Int4)]
    [InlineData(21, OnnxElementType.UInt4)]
    public void DequantizeLinear_OneScale_EveryBit(int opset, OnnxElementType type)
    {
        foreach (int length in (int[])[1, 6, 33, 257])
        {
            Draw draw = new(length);
            OnnxTensor q = draw.Bytes("q", type, length);
            OnnxTensor z = type == OnnxElementType.Int32 ? Draw.Scalar("z", type, 0) : draw.Bytes("z", type, 1);
            OnnxNode node = new("DequantizeLinear", ["q", "s", "z"], ["y"]);
            OnnxTensor s = OnnxTensor.Floats("s", z.Shape, [0.037f]);

            // Integers of 4 bits have no tensor in a request: they are constants.
            if (ElementTypes.Bits(type) == 4) { CheckConstant(opset, node, q, s, z); }
            else { Oracle.Check(NodeModel.Of(opset, node, [NodeModel.InputLike(q)], [OnnxElementType.Float], s, z), [q]); }
        }
    }

    [Fact]
    public void DynamicQuantizeLinear_AnyLength_EveryIntegerAndBit()
    {
        float[][] cases = [[], [0f, 0f], [1f, float.PositiveInfinity, 3f], [-1f, float.NegativeInfinity], [1e-45f, 0f], [1e-40f, -1e-41f], [3.4e38f, -3.4e38f], [5f, 6f], [-7f, -2f],
            .. Enumerable.Range(1, 70).Select(static length => AwkwardRow(length))];
        foreach (float[] values in cases)
        {
            OnnxTensor x = OnnxTensor.Floats("x", [values.Length], values);
            Oracle.Check(
                NodeModel.Of(11, new OnnxNode("DynamicQuantizeLinear", ["x"], ["y", "s", "z"]), [NodeModel.InputLike(x)], [OnnxElementType.UInt8, OnnxElementType.Float, OnnxElementType.UInt8]), [x]);
        }
    }

    private static float[] AwkwardRow(int length) => Kernels.Quantized.AwkwardFloats.Draw(length, length, isFinite: true);

    private static void CheckConstant(int opset, OnnxNode node, OnnxTensor q, OnnxTensor s, OnnxTensor z)
    {
        OnnxTensor x = OnnxTensor.Floats("x", [1], [0.25f]);
        OnnxModel model = NodeModel.Of(
            opset, [node with { Outputs = ["w"] }, new OnnxNode("Mul", ["w", "x"], ["y"])], [NodeModel.InputLike(x)], [new OnnxValueInfo("y", OnnxElementType.Float, [-1])], q, s, z);
        Oracle.Check(model, [x]);
    }
}
