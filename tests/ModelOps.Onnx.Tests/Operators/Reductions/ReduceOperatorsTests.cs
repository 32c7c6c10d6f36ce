using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Reductions;

public class ReduceOperatorsTests
{
    private static readonly (long[] Shape, long[]? Axes)[] Cases =
    [
        ([7], null), ([3, 5], [1]), ([3, 5], [0]), ([3, 5], [-1, 0]), ([2, 3, 4], [1]), ([2, 3, 4], [0, 2]), ([2, 3, 4], [1, 2]), ([2, 3, 4, 5], [1, 3]), ([2, 3, 4, 5], [0, 2]),
        ([2, 3, 1, 2, 3], [-2]), ([1, 1], [0]), ([4, 300], [1]), ([300, 4], [0]), ([0, 3], [1]), ([], null),
    ];

    [Theory]
    [InlineData("ReduceSum")]
    [InlineData("ReduceMean")]
    [InlineData("ReduceProd")]
    [InlineData("ReduceMin")]
    [InlineData("ReduceMax")]
    [InlineData("ReduceL1")]
    [InlineData("ReduceL2")]
    [InlineData("ReduceLogSum")]
    [InlineData("ReduceLogSumExp")]
    [InlineData("ReduceSumSquare")]
    public void Reduce_AxesAsAttributeAndInput_IsThatOfOnnxRuntime(string op)
    {
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int32, OnnxElementType.Int64])
        {
            bool isInteger = type is OnnxElementType.Int32 or OnnxElementType.Int64;
            if (isInteger && op is "ReduceL2" or "ReduceLogSum" or "ReduceLogSumExp") { continue; }
            (double relative, double absolute) = isInteger ? (0, 0) : type == OnnxElementType.Float ? (2e-6, 1e-5) : (1e-12, 1e-12);
            int seed = 0;
            foreach ((long[] shape, long[]? axes) in Cases)
            {
                // Products stay small enough for no type to overflow where orders of factors could differ.
                OnnxTensor x = Draw.Tensor("x", type, shape, ++seed, scale: op == "ReduceProd" ? 1.5 : 10);
                foreach (long keeps in (long[])[0, 1])
                {
                    OnnxAttribute keepdims = OnnxAttribute.Int("keepdims", keeps);
                    int newForm = op == "ReduceSum" ? 13 : 18;
                    OnnxAttribute[] attributes = axes is null ? [keepdims] : [keepdims, OnnxAttribute.Ints("axes", axes)];
                    OneNode.Check(newForm - 2, new OnnxNode(op, ["x"], ["y"]) { Attributes = attributes }, [x], relative: relative, absolute: absolute);
                    OnnxNode node = new(op, axes is null ? ["x"] : ["x", "a"], ["y"]) { Attributes = [keepdims] };
                    OneNode.Check(newForm, node, [x], axes is null ? [] : [OnnxTensor.Int64s("a", [axes.Length], axes)], relative: relative, absolute: absolute);
                }
            }
        }
    }

    [Theory]
    [InlineData("ReduceSum")]
    [InlineData("ReduceMax")]
    [InlineData("ReduceMin")]
    [InlineData("ReduceMean")]
    [InlineData("ReduceLogSumExp")]
    [InlineData("ReduceL2")]
    public void Reduce_OddNumbers_IsThatOfOnnxRuntime(string op)
    {
        float[] odd = [1, float.PositiveInfinity, 3, float.NegativeInfinity, 2, -5, 1e-40f, -1e-40f, 3e38f, 1e-30f, -0f, 0f];
        OnnxTensor x = OnnxTensor.Floats("x", [6, 2], odd);
        OneNode.Check(18, new OnnxNode(op, ["x", "a"], ["y"]), [x], [OnnxTensor.Int64s("a", [1], [1])], relative: 1e-6);
    }

    [Fact]
    public void Reduce_NoAxesThatMeanNothing_IsTheInput()
    {
        OnnxNode node = new("ReduceSum", ["x"], ["y"]) { Attributes = [OnnxAttribute.Int("noop_with_empty_axes", 1)] };
        OneNode.Check(13, node, [Draw.Tensor("x", OnnxElementType.Float, [2, 3], 1)]);
    }

    [Theory]
    [InlineData("GlobalAveragePool")]
    [InlineData("GlobalMaxPool")]
    public void GlobalPool_AnyRank_IsThatOfOnnxRuntime(string op)
    {
        foreach (long[] shape in (long[][])[[2, 3, 7], [2, 3, 5, 6], [1, 2, 3, 4, 5]])
        {
            OneNode.Check(13, new OnnxNode(op, ["x"], ["y"]), [Draw.Tensor("x", OnnxElementType.Float, shape, 1)], relative: 1e-6, absolute: 1e-6);
        }
    }
}
