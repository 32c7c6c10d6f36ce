using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Movement;

public class CreationOperatorsTests
{
    [Fact]
    public void Range_KnownBounds_IsThatOfOnnxRuntime()
    {
        // The size of a dimension tells where the range ends, so it is known before the call runs.
        OnnxModel model = NodeModel.Of(
            13,
            [new("Size", ["x"], ["n"]), new("Range", ["zero", "n", "one"], ["y"])],
            [new("x", OnnxElementType.Float, [-1])],
            [new("y", OnnxElementType.Int64, [-1])],
            OnnxTensor.Int64s("zero", [], [0]), OnnxTensor.Int64s("one", [], [2]));
        foreach (long rows in (long[])[1, 0, 9]) { Oracle.Check(model, [Draw.Tensor("x", OnnxElementType.Float, [rows], 1)]); }
        foreach ((float start, float limit, float delta) in ((float, float, float)[])[(0, 1, 0.3f), (5, -2, -1.5f), (1, 1, 1), (2, 1, 1)])
        {
            OnnxModel reals = NodeModel.Of(
                11,
                [new("Range", ["a", "b", "c"], ["r"]), new("Add", ["r", "x"], ["y"])],
                [new("x", OnnxElementType.Float, [])],
                [new("y", OnnxElementType.Float, [-1])],
                OnnxTensor.Floats("a", [], [start]), OnnxTensor.Floats("b", [], [limit]), OnnxTensor.Floats("c", [], [delta]));
            Oracle.Check(reals, [OnnxTensor.Floats("x", [], [1])], 1e-6);
        }
    }

    [Fact]
    public void Range_BoundsThatAreElements_IsRefused()
    {
        OnnxModel model = NodeModel.Of(
            13, new OnnxNode("Range", ["a", "n", "b"], ["y"]), [new("n", OnnxElementType.Int64, [])], [OnnxElementType.Int64], OnnxTensor.Int64s("a", [], [0]), OnnxTensor.Int64s("b", [], [1]));
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
        Assert.Contains("a shape depends on the elements of 'n'", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OnnxElementType.Float)]
    [InlineData(OnnxElementType.Int64)]
    [InlineData(OnnxElementType.Bool)]
    [InlineData(OnnxElementType.Double)]
    public void ConstantOfShape_ShapeOfTheCall_IsThatOfOnnxRuntime(OnnxElementType type)
    {
        OnnxModel model = NodeModel.Of(
            13,
            [new("Shape", ["x"], ["s"]), new("ConstantOfShape", ["s"], ["y"]) { Attributes = [OnnxAttribute.Tensor("value", Draw.Tensor(string.Empty, type, [1], 3))] }],
            [new("x", OnnxElementType.Float, [-1, 3])],
            [new("y", type, [-1, 3])]);
        foreach (long rows in (long[])[1, 0, 9]) { Oracle.Check(model, [Draw.Tensor("x", OnnxElementType.Float, [rows, 3], 1)]); }
    }

    [Fact]
    public void NonZero_OfAConstant_IsFoldedAndOfAnInputRefused()
    {
        OnnxModel model = NodeModel.Of(
            13,
            [new("NonZero", ["c"], ["p"]), new("Transpose", ["p"], ["t"]), new("GatherND", ["x", "t"], ["y"])],
            [new("x", OnnxElementType.Float, [2, 3])],
            [new("y", OnnxElementType.Float, [-1])],
            OnnxTensor.Floats("c", [2, 3], [0, 1, -2, 0, 0, float.NaN]));
        Oracle.Check(model, [Draw.Tensor("x", OnnxElementType.Float, [2, 3], 1)]);
        OnnxModel open = NodeModel.Of(13, new OnnxNode("NonZero", ["x"], ["y"]), [new("x", OnnxElementType.Float, [2, 3])], [OnnxElementType.Int64]);
        Assert.Contains("depends on the elements of 'x'", Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(open)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OneHot_AnyAxis_IsThatOfOnnxRuntime()
    {
        foreach (long axis in (long[])[-1, 0, 1])
        {
            OnnxNode node = new("OneHot", ["i", "d", "v"], ["y"]) { Attributes = [OnnxAttribute.Int("axis", axis)] };
            OnnxTensor places = Draw.Tensor("i", OnnxElementType.Int64, [4, 5], 1, scale: 8);
            OneNode.Check(11, node, [places], [OnnxTensor.Int64s("d", [], [6]), OnnxTensor.Floats("v", [2], [-1, 3])], [OnnxElementType.Float]);
            OneNode.Check(11, node, [places], [OnnxTensor.Int64s("d", [1], [6]), OnnxTensor.Int64s("v", [2], [0, 1])], [OnnxElementType.Int64]);
        }

        OnnxNode reals = new("OneHot", ["i", "d", "v"], ["y"]);
        OneNode.Check(9, reals, [OnnxTensor.Floats("i", [6], [0, 1, -2, 3, 9, -4])], [OnnxTensor.Floats("d", [], [4]), OnnxTensor.Floats("v", [2], [0, 1])], [OnnxElementType.Float]);
    }

    [Fact]
    public void Trilu_AnyDiagonal_IsThatOfOnnxRuntime()
    {
        foreach (long diagonal in (long[])[0, 1, -2, 100, -100])
        {
            foreach (long upper in (long[])[0, 1])
            {
                OnnxNode node = new("Trilu", ["x", "k"], ["y"]) { Attributes = [OnnxAttribute.Int("upper", upper)] };
                OneNode.Check(14, node, [Draw.Tensor("x", OnnxElementType.Float, [2, 4, 5], 1)], [OnnxTensor.Int64s("k", [], [diagonal])]);
                OneNode.Check(14, node with { Inputs = ["x"] }, [Draw.Tensor("x", OnnxElementType.Int64, [3, 3], 1)]);
            }
        }
    }

    [Fact]
    public void EyeLike_AnyDiagonalAndType_IsThatOfOnnxRuntime()
    {
        OnnxTensor x = Draw.Tensor("x", OnnxElementType.Float, [3, 4], 1);
        foreach (long diagonal in (long[])[0, 1, -1, 9])
        {
            OneNode.Check(9, new OnnxNode("EyeLike", ["x"], ["y"]) { Attributes = [OnnxAttribute.Int("k", diagonal)] }, [x]);
            OneNode.Check(9, new OnnxNode("EyeLike", ["x"], ["y"]) { Attributes = [OnnxAttribute.Int("k", diagonal), OnnxAttribute.Int("dtype", 7)] }, [x], outputs: [OnnxElementType.Int64]);
        }
    }

    [Theory]
    [InlineData("DepthToSpace", "DCR")]
    [InlineData("DepthToSpace", "CRD")]
    [InlineData("SpaceToDepth", null)]
    public void SpaceAndDepth_Blocks_AreThoseOfOnnxRuntime(string op, string? mode)
    {
        OnnxAttribute[] attributes = [OnnxAttribute.Int("blocksize", 2), .. mode is null ? Array.Empty<OnnxAttribute>() : [OnnxAttribute.String("mode", mode)]];
        OneNode.Check(13, new OnnxNode(op, ["x"], ["y"]) { Attributes = attributes }, [Draw.Tensor("x", OnnxElementType.Float, [2, 8, 4, 6], 1)]);
    }
}
