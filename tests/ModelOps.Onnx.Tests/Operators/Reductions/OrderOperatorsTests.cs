using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Reductions;

public class OrderOperatorsTests
{
    private static readonly OnnxElementType[] Types = [OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int32, OnnxElementType.Int64];

    [Theory]
    [InlineData("ArgMax")]
    [InlineData("ArgMin")]
    public void ArgExtreme_AnyAxis_IsThatOfOnnxRuntime(string op)
    {
        foreach (OnnxElementType type in Types.Where(static t => t != OnnxElementType.Int64))
        {
            foreach (long axis in (long[])[0, 1, 2, -1])
            {
                foreach (long last in (long[])[0, 1])
                {
                    OnnxAttribute[] attributes = [OnnxAttribute.Int("axis", axis), OnnxAttribute.Int("select_last_index", last), OnnxAttribute.Int("keepdims", last)];
                    OneNode.Check(13, new OnnxNode(op, ["x"], ["y"]) { Attributes = attributes }, [Draw.Tensor("x", type, [3, 4, 9], 1, scale: 2)], outputs: [OnnxElementType.Int64]);
                }
            }
        }
    }

    [Fact]
    public void TopK_AnyAxisAndCount_IsThatOfOnnxRuntime()
    {
        foreach (OnnxElementType type in Types)
        {
            foreach ((long axis, long k) in ((long, long)[])[(0, 2), (1, 3), (-1, 1), (-1, 17), (2, 5), (-1, 0)])
            {
                foreach (long largest in (long[])[0, 1])
                {
                    OnnxNode node = new("TopK", ["x", "k"], ["v", "i"]) { Attributes = [OnnxAttribute.Int("axis", axis), OnnxAttribute.Int("largest", largest)] };
                    OneNode.Check(11, node, [Draw.Tensor("x", type, [3, 4, 17], 1, scale: 4)], [OnnxTensor.Int64s("k", [1], [k])], [type, OnnxElementType.Int64]);
                }
            }
        }
    }

    [Fact]
    public void CumSum_AnyAxisAndDirection_IsThatOfOnnxRuntime()
    {
        foreach (OnnxElementType type in Types)
        {
            foreach (long axis in (long[])[0, 1, -1])
            {
                foreach ((long exclusive, long reverse) in ((long, long)[])[(0, 0), (1, 0), (0, 1), (1, 1)])
                {
                    OnnxNode node = new("CumSum", ["x", "a"], ["y"]) { Attributes = [OnnxAttribute.Int("exclusive", exclusive), OnnxAttribute.Int("reverse", reverse)] };
                    OneNode.Check(14, node, [Draw.Tensor("x", type, [3, 4, 5], 1)], [OnnxTensor.Int64s("a", [], [axis])], relative: 1e-6, absolute: 1e-5);
                }
            }
        }
    }
}
