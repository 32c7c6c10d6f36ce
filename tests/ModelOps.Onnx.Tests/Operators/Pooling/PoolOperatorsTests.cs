using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Pooling;

public class PoolOperatorsTests
{
    [Theory]
    [InlineData("MaxPool")]
    [InlineData("AveragePool")]
    public void Pool_Windows_AreThoseOfOnnxRuntime(string op)
    {
        foreach ((long[] shape, long[] kernel, long[]? strides, long[]? pads) in ((long[], long[], long[]?, long[]?)[])
            [([2, 3, 11], [3], null, null), ([1, 2, 10], [4], [2], [1, 2]), ([2, 2, 7, 9], [2, 3], null, null), ([1, 3, 8, 8], [3, 3], [2, 2], [1, 1, 1, 1]), ([1, 1, 5, 6], [1, 4], [3, 1], [0, 2, 0, 1])])
        {
            foreach (long ceiling in (long[])[0, 1])
            {
                List<OnnxAttribute> attributes = [OnnxAttribute.Ints("kernel_shape", kernel), OnnxAttribute.Int("ceil_mode", ceiling)];
                if (strides is not null) { attributes.Add(OnnxAttribute.Ints("strides", strides)); }
                if (pads is not null) { attributes.Add(OnnxAttribute.Ints("pads", pads)); }
                Check(op, 12, shape, attributes);
                Check(op, 22, shape, attributes);
                if (op == "AveragePool") { Check(op, 19, shape, [.. attributes, OnnxAttribute.Int("count_include_pad", 1)]); }
            }
        }
    }

    [Theory]
    [InlineData("MaxPool", "SAME_UPPER")]
    [InlineData("MaxPool", "SAME_LOWER")]
    [InlineData("MaxPool", "VALID")]
    [InlineData("AveragePool", "SAME_UPPER")]
    [InlineData("AveragePool", "SAME_LOWER")]
    public void Pool_PadsFoundAlone_AreThoseOfOnnxRuntime(string op, string mode) => Check(
        op, 12, [1, 2, 7, 10], [OnnxAttribute.Ints("kernel_shape", [3, 2]), OnnxAttribute.Ints("strides", [2, 3]), OnnxAttribute.String("auto_pad", mode)]);

    [Fact]
    public void MaxPool_Dilations_IsThatOfOnnxRuntime() =>
        Check("MaxPool", 12, [1, 2, 9, 10], [OnnxAttribute.Ints("kernel_shape", [3, 2]), OnnxAttribute.Ints("dilations", [2, 3]), OnnxAttribute.Ints("pads", [1, 0, 1, 0])]);

    private static void Check(string op, int opset, long[] shape, IReadOnlyList<OnnxAttribute> attributes) =>
        OneNode.Check(opset, new OnnxNode(op, ["x"], ["y"]) { Attributes = attributes }, [Draw.Tensor("x", OnnxElementType.Float, shape, 1)], relative: 1e-6, absolute: 1e-6);
}
