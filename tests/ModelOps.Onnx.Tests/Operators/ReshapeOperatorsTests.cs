using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators;

public class ReshapeOperatorsTests
{
    private static readonly OnnxTensor X = OnnxTensor.Floats("x", [2, 1, 3, 4], [.. Enumerable.Range(0, 24).Select(static i => (float)i)]);

    [Theory]
    [InlineData(9, new long[] { 6, 4 })]
    [InlineData(13, new long[] { -1 })]
    [InlineData(14, new long[] { 0, -1, 2 })]
    [InlineData(21, new long[] { 2, 0, 12 })]
    [InlineData(23, new long[] { 1, 1, 1, 24 })]
    public void Reshape_ConstantShape_IsThatOfOnnxRuntime(int opset, long[] shape) =>
        Oracle.Check(NodeModel.Of(opset, new OnnxNode("Reshape", ["x", "s"], ["y"]), [NodeModel.InputLike(X, isOpen: false)], [OnnxElementType.Float], OnnxTensor.Int64s("s", [shape.Length], shape)), [X]);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(-1)]
    public void Flatten_AnyAxis_IsThatOfOnnxRuntime(int axis) =>
        Oracle.Check(NodeModel.Of(13, new OnnxNode("Flatten", ["x"], ["y"]) { Attributes = [OnnxAttribute.Int("axis", axis)] }, [NodeModel.InputLike(X)], [OnnxElementType.Float]), [X]);

    [Fact]
    public void SqueezeUnsqueeze_OldAndNewForm_AreThoseOfOnnxRuntime()
    {
        Oracle.Check(NodeModel.Of(11, new OnnxNode("Squeeze", ["x"], ["y"]) { Attributes = [OnnxAttribute.Ints("axes", [1])] }, [NodeModel.InputLike(X)], [OnnxElementType.Float]), [X]);
        Oracle.Check(NodeModel.Of(13, new OnnxNode("Squeeze", ["x", "a"], ["y"]), [NodeModel.InputLike(X)], [OnnxElementType.Float], OnnxTensor.Int64s("a", [1], [-3])), [X]);
        Oracle.Check(NodeModel.Of(13, new OnnxNode("Unsqueeze", ["x", "a"], ["y"]), [NodeModel.InputLike(X)], [OnnxElementType.Float], OnnxTensor.Int64s("a", [2], [0, -1])), [X]);
    }

    [Fact]
    public void ShapeIntoReshape_OpenDimension_FollowsTheCall()
    {
        OnnxModel model = NodeModel.Of(
            13,
            [new OnnxNode("Shape", ["x"], ["s"]), new OnnxNode("Reshape", ["y", "s"], ["z"]), new OnnxNode("Size", ["x"], ["n"])],
            [new("x", OnnxElementType.Float, [-1, 3]), new("y", OnnxElementType.Double, [-1])],
            [new("z", OnnxElementType.Double, [-1, -1]), new("n", OnnxElementType.Int64, [])]);
        foreach (int rows in (int[])[2, 5, 1, 0])
        {
            Oracle.Check(model, [OnnxTensor.Floats("x", [rows, 3], new float[rows * 3]), OnnxTensor.Doubles("y", [rows * 3], [.. Enumerable.Range(0, rows * 3).Select(static i => i * 0.5)])]);
        }
    }
}
