using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Movement;

public class ScatterTests
{
    private static readonly OnnxElementType[] Types = [OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int64, OnnxElementType.UInt8, OnnxElementType.String];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void ScatterElements_NoReduction_IsThatOfOnnxRuntime(int axis)
    {
        foreach (OnnxElementType type in Types)
        {
            foreach (long[] shape in (long[][])[[4, 5, 3], [2, 3, 2], [0, 1, 1]])
            {
                OnnxTensor places = Draw.Tensor("i", OnnxElementType.Int64, shape, 2, scale: 2.4);
                OnnxNode node = new("ScatterElements", ["x", "i", "u"], ["y"]) { Attributes = [OnnxAttribute.Int("axis", axis)] };
                foreach (int opset in (int[])[11, 18]) { OneNode.Check(opset, node, [Draw.Tensor("x", type, [4, 5, 3], 1), places, Draw.Tensor("u", type, shape, 3)]); }
            }
        }
    }

    [Theory]
    [InlineData("add")]
    [InlineData("mul")]
    [InlineData("min")]
    [InlineData("max")]
    public void Scatter_Reductions_AreThoseOfOnnxRuntime(string reduction)
    {
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int64])
        {
            OnnxNode elements = new("ScatterElements", ["x", "i", "u"], ["y"]) { Attributes = [OnnxAttribute.Int("axis", 1), OnnxAttribute.String("reduction", reduction)] };
            OnnxTensor x = Draw.Tensor("x", type, [4, 5, 3], 1);
            OneNode.Check(18, elements, [x, Draw.Tensor("i", OnnxElementType.Int64, [4, 7, 3], 2, scale: 2.4), Draw.Tensor("u", type, [4, 7, 3], 3)]);
            OnnxNode slices = new("ScatterND", ["x", "i", "u"], ["y"]) { Attributes = [OnnxAttribute.String("reduction", reduction)] };
            OneNode.Check(18, slices, [x, Draw.Tensor("i", OnnxElementType.Int64, [6, 2], 2, scale: 2.4), Draw.Tensor("u", type, [6, 3], 3)]);
        }
    }

    [Fact]
    public void ScatterND_AnyDepth_IsThatOfOnnxRuntime()
    {
        foreach (OnnxElementType type in Types)
        {
            foreach ((long[] places, long[] updates) in ((long[], long[])[])[([1], [5, 3]), ([3, 1], [3, 5, 3]), ([2, 3, 2], [2, 3, 3]), ([7, 3], [7])])
            {
                foreach (int opset in (int[])[11, 16])
                {
                    OneNode.Check(
                        opset,
                        new OnnxNode("ScatterND", ["x", "i", "u"], ["y"]),
                        [Draw.Tensor("x", type, [4, 5, 3], 1), Draw.Tensor("i", OnnxElementType.Int64, places, 2, scale: 2.4), Draw.Tensor("u", type, updates, 3)]);
                }
            }
        }
    }
}
