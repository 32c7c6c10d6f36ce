using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Movement;

public class GatherTests
{
    private static readonly OnnxElementType[] Types = [OnnxElementType.Float, OnnxElementType.Int64, OnnxElementType.UInt8, OnnxElementType.Float16, OnnxElementType.String];

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void Gather_AnyAxis_IsThatOfOnnxRuntime(int axis)
    {
        // Of slices of several strings, ONNX Runtime 1.2x copies the first one alone; ours are right.
        foreach (OnnxElementType type in Types.Where(t => axis == -1 || t != OnnxElementType.String))
        {
            foreach (long[] shape in (long[][])[[], [1], [4], [2, 3], [0]])
            {
                foreach (OnnxElementType indexType in (OnnxElementType[])[OnnxElementType.Int32, OnnxElementType.Int64])
                {
                    OnnxNode node = new("Gather", ["x", "i"], ["y"]) { Attributes = [OnnxAttribute.Int("axis", axis)] };
                    OneNode.Check(13, node, [Draw.Tensor("x", type, [4, 5, 3], 1), Draw.Tensor("i", indexType, shape, 2, scale: 2.4)]);
                }
            }
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(-1)]
    public void GatherElements_AnyAxis_IsThatOfOnnxRuntime(int axis)
    {
        foreach (OnnxElementType type in Types)
        {
            foreach (long[] shape in (long[][])[[4, 5, 3], [2, 3, 3], [0, 1, 1]])
            {
                OnnxNode node = new("GatherElements", ["x", "i"], ["y"]) { Attributes = [OnnxAttribute.Int("axis", axis)] };
                OneNode.Check(13, node, [Draw.Tensor("x", type, [4, 5, 3], 1), Draw.Tensor("i", OnnxElementType.Int64, shape, 2, scale: 2.4)]);
            }
        }
    }

    [Fact]
    public void GatherND_AnyDepthAndBatch_IsThatOfOnnxRuntime()
    {
        foreach (OnnxElementType type in Types)
        {
            foreach ((int batch, long[] indices) in ((int, long[])[])[(0, [3]), (0, [6, 1]), (0, [2, 3, 2]), (1, [4, 2]), (1, [4, 3, 1]), (2, [4, 5, 1])])
            {
                OnnxNode node = new("GatherND", ["x", "i"], ["y"]) { Attributes = batch == 0 ? [] : [OnnxAttribute.Int("batch_dims", batch)] };
                OneNode.Check(13, node, [Draw.Tensor("x", type, [4, 5, 3], 1), Draw.Tensor("i", OnnxElementType.Int64, indices, 2, scale: 2.4)]);
            }
        }
    }

    [Theory]
    [InlineData("Gather")]
    [InlineData("GatherElements")]
    public void Run_IndexOutside_NamesElementAndDimension(string op)
    {
        OnnxModel model = NodeModel.Of(13, new OnnxNode(op, ["x", "i"], ["y"]), [new("x", OnnxElementType.Float, [3]), new("i", OnnxElementType.Int64, [2])], [OnnxElementType.Float]);
        ModelExecutionException e = Assert.Throws<ModelExecutionException>(
            () => Oracle.RunSimd(SimdModel.Compile(model), [OnnxTensor.Floats("x", [3], new float[3]), OnnxTensor.Int64s("i", [2], [-3, 3])]));
        Assert.Contains("element 1 of 'i' [2] is 3, and the dimension that it is a place in has 3", e.Message, StringComparison.Ordinal);
    }
}
