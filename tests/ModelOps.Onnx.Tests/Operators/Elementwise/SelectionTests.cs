using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Elementwise;

public class SelectionTests
{
    [Theory]
    [InlineData(OnnxElementType.Float)]
    [InlineData(OnnxElementType.Double)]
    [InlineData(OnnxElementType.Int32)]
    [InlineData(OnnxElementType.Int64)]
    [InlineData(OnnxElementType.UInt8)]
    [InlineData(OnnxElementType.String)]
    public void Where_AnyShapes_IsThatOfOnnxRuntime(OnnxElementType type)
    {
        foreach ((long[] condition, long[] x, long[] y) in ((long[], long[], long[])[])[([3, 5], [3, 5], [3, 5]), ([], [4], [2, 4]), ([3, 1], [5], [1]), ([2, 1, 4], [3, 1], []), ([0, 3], [3], [1])])
        {
            OnnxTensor[] inputs = [Draw.Tensor("c", OnnxElementType.Bool, condition, 3), Draw.Tensor("x", type, x, 1, isOdd: true), Draw.Tensor("y", type, y, 2, isOdd: true)];
            foreach (int opset in (int[])[9, 16])
            {
                Oracle.Check(NodeModel.Of(opset, new OnnxNode("Where", ["c", "x", "y"], ["z"]), [.. inputs.Select(static i => NodeModel.InputLike(i, isOpen: false))], [type]), inputs);
            }
        }
    }

    [Theory]
    [InlineData(OnnxElementType.Float)]
    [InlineData(OnnxElementType.Double)]
    [InlineData(OnnxElementType.Int32)]
    [InlineData(OnnxElementType.Int64)]
    [InlineData(OnnxElementType.UInt8)]
    public void Clip_BoundsAsInputs_IsThatOfOnnxRuntime(OnnxElementType type)
    {
        // ONNX Runtime compares but the low halves of some 64-bit integers; ours is right.
        OnnxTensor x = Draw.Tensor("x", type, [5, 41], 1, isOdd: type != OnnxElementType.Int64);
        (OnnxTensor low, OnnxTensor high) = (Draw.Tensor("lo", type, [], 7, scale: 3), Draw.Tensor("hi", type, [], 8, scale: 9));
        foreach (string[] names in (string[][])[["x", "lo", "hi"], ["x", "hi", "lo"], ["x", "", "hi"], ["x", "lo"], ["x"]])
        {
            OnnxTensor[] bounds = [.. new[] { low, high }.Where(b => names.Contains(b.Name))];
            OnnxNode node = new("Clip", names, ["y"]);
            Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(x)], [type], bounds), [x]);
            Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(x), .. bounds.Select(static b => NodeModel.InputLike(b))], [type]), [x, .. bounds]);
        }
    }

    [Fact]
    public void Clip_BoundsAsAttributes_IsThatOfOnnxRuntime()
    {
        OnnxTensor x = Draw.Tensor("x", OnnxElementType.Float, [5, 41], 1, isOdd: true);
        foreach (OnnxAttribute[] attributes in (OnnxAttribute[][])[[], [OnnxAttribute.Float("min", -2.5f)], [OnnxAttribute.Float("max", 6)], [OnnxAttribute.Float("min", -1), OnnxAttribute.Float("max", 1)]])
        {
            Oracle.Check(NodeModel.Of(9, new OnnxNode("Clip", ["x"], ["y"]) { Attributes = attributes }, [NodeModel.InputLike(x)], [OnnxElementType.Float]), [x]);
        }
    }
}
