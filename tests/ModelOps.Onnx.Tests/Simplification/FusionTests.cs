using System.Runtime.InteropServices;
using ModelOps.Onnx.Tests.Shapes;
using ModelOps.Onnx.Tests.Support;
using static ModelOps.Onnx.OnnxAttribute;

namespace ModelOps.Onnx.Tests.Simplification;

/// <summary>Fusions that change the rounding: within 1e-5 of the largest answer.</summary>
public sealed class FusionTests
{
    private const float Tolerance = 1e-5f;

    private static readonly OnnxSimplifyOptions Scales = new() { FuseScales = true };

    [Theory]
    [InlineData(9, true)]
    [InlineData(13, false)]
    [InlineData(15, true)]
    [InlineData(22, true)]
    public void Simplify_NormalizedConvolution_BecomesOne(long opset, bool hasBias)
    {
        string[] inputs = hasBias ? ["x", "w", "b"] : ["x", "w"];

        Becomes(["Conv"], opset, [2, 3, 9, 7], Scales, new OnnxNode("Conv", inputs, ["a"]) { Attributes = [Ints("pads", [1, 1, 1, 1])] }, Normalization("a", "y"));
    }

    [Fact]
    public void Simplify_NormalizationTurnedOff_Stays() => Becomes(
        ["Conv", "BatchNormalization"], 13, [2, 3, 9, 7], new OnnxSimplifyOptions { FuseBatchNormalization = false }, new OnnxNode("Conv", ["x", "w"], ["a"]), Normalization("a", "y"));

    [Fact]
    public void Simplify_ConvolutionThatOthersReadToo_Stays() => Becomes(
        ["Conv", "BatchNormalization", "Add"], 13, [2, 3, 9, 7], Scales, new OnnxNode("Conv", ["x", "w"], ["a"]), Normalization("a", "n"), new OnnxNode("Add", ["a", "n"], ["y"]));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void Simplify_NormalizedGemm_BecomesOne(long turned) => Becomes(
        ["Gemm"], 13, [5, 3], Scales, Gemm("x", "a", turned), Normalization("a", "y"));

    [Theory]
    [InlineData("Add", true)]
    [InlineData("Add", false)]
    [InlineData("Mul", true)]
    [InlineData("Mul", false)]
    [InlineData("Sub", true)]
    [InlineData("Sub", false)]
    [InlineData("Div", true)]
    public void Simplify_ArithmeticAfterGemm_GoesIntoItsWeights(string opType, bool constantIsSecond) => Becomes(
        ["Gemm"], 13, [5, 3], Scales, Gemm("x", "a", 1), new OnnxNode(opType, constantIsSecond ? ["a", "scale"] : ["scale", "a"], ["y"]));

    [Theory]
    [InlineData("Add", true)]
    [InlineData("Add", false)]
    [InlineData("Mul", true)]
    [InlineData("Mul", false)]
    [InlineData("Sub", true)]
    [InlineData("Sub", false)]
    [InlineData("Div", true)]
    public void Simplify_ArithmeticBeforeGemm_GoesIntoItsWeights(string opType, bool constantIsSecond) => Becomes(
        ["Gemm"], 13, [5, 3], Scales, new OnnxNode(opType, constantIsSecond ? ["x", "features"] : ["features", "x"], ["a"]), Gemm("a", "y", 0));

    [Fact]
    public void Simplify_QuotientOfGemm_Stays() => Becomes(["Gemm", "Div"], 13, [5, 3], Scales, Gemm("x", "a", 0), new OnnxNode("Div", ["scale", "a"], ["y"]));

    [Fact]
    public void Simplify_ScalesByDefault_Stay() => Becomes(["Gemm", "Mul"], 13, [5, 3], OnnxSimplifyOptions.Default, Gemm("x", "a", 0), new OnnxNode("Mul", ["a", "scale"], ["y"]));

    [Theory]
    [InlineData("bias", true, "Gemm")]
    [InlineData("bias", false, "Gemm")]
    [InlineData("row", true, "Gemm")]
    [InlineData("point", true, "Gemm")]
    [InlineData("whole", true, "MatMul, Add")]
    public void Simplify_ProductAndBias_BecomeGemmWhenTheBiasIsOfARow(string bias, bool biasIsSecond, string operators)
    {
        OnnxModel model = Model(13, [5, 3], new OnnxNode("MatMul", ["x", "matrix"], ["a"]), new OnnxNode("Add", biasIsSecond ? ["a", bias] : [bias, "a"], ["y"]));
        OnnxModel simple = OnnxSimplifier.Simplify(model);

        Assert.Equal(operators, string.Join(", ", simple.Graph.Nodes.Select(static node => node.OpType)));
        OnnxTensor[] inputs = [Values.Random(OnnxElementType.Float, [5, 3], 7, "x")];
        Assert.Equal(Dump.Of(Session.Run(model, inputs)), Dump.Of(Session.Run(simple, inputs)));
    }

    [Fact]
    public void Simplify_FoldsInexactlyWhenAsked()
    {
        OnnxNode[] nodes = [new OnnxNode("ReduceSum", ["row"], ["a"]) { Attributes = [Int("keepdims", 0)] }, new OnnxNode("Mul", ["x", "a"], ["y"])];

        Becomes(["ReduceSum", "Mul"], 13, [5, 3], OnnxSimplifyOptions.Default, nodes);
        string[] folded = [.. OnnxSimplifier.Simplify(Model(13, [5, 3], nodes), new OnnxSimplifyOptions { FoldInexactly = true }).Graph.Nodes.Select(static node => node.OpType)];
        Assert.True(folded is ["Mul"] or ["ReduceSum", "Mul"]); // as far as the managed engine has the operator
    }

    private static void Becomes(string[] operators, long opset, long[] shape, OnnxSimplifyOptions options, params OnnxNode[] nodes)
    {
        OnnxModel model = Model(opset, shape, nodes);

        OnnxModel simple = OnnxSimplifier.Simplify(model, options);

        Assert.Equal(operators, simple.Graph.Nodes.Select(static node => node.OpType));
        OnnxTensor[] inputs = [Values.Random(OnnxElementType.Float, shape, 7, "x")];
        float[] expected = Floats(Session.Run(model, inputs)[0]);
        float[] actual = Floats(Session.Run(simple, inputs)[0]);
        float scale = expected.Max(Math.Abs);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++) { Assert.InRange(Math.Abs(expected[i] - actual[i]), 0, Tolerance * scale); }
    }

    private static float[] Floats(OnnxTensor tensor) => MemoryMarshal.Cast<byte, float>(tensor.RawData.Span).ToArray();

    private static OnnxNode Normalization(string input, string output) => new("BatchNormalization", [input, "scale", "bias", "mean", "variance"], [output]) { Attributes = [Float("epsilon", 1e-3f)] };

    private static OnnxNode Gemm(string input, string output, long turned) => new("Gemm", [input, turned != 0 ? "turned" : "matrix", "bias"], [output])
    {
        Attributes = [Float("alpha", 0.5f), Float("beta", 2f), Int("transB", turned)],
    };

    private static OnnxModel Model(long opset, long[] shape, params OnnxNode[] nodes) => new()
    {
        OperatorSets = new Dictionary<string, long> { [""] = opset },
        Graph = new OnnxGraph
        {
            Nodes = nodes,
            Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, .. shape[1..]])],
            Outputs = [new OnnxValueInfo("y", OnnxElementType.Undefined, []) { HasShape = false }],
            Initializers =
            [
                Values.Random(OnnxElementType.Float, [4, 3, 3, 3], 1, "w"), Values.Random(OnnxElementType.Float, [4], 2, "b"), Values.Random(OnnxElementType.Float, [4], 3, "scale"),
                Values.Random(OnnxElementType.Float, [4], 4, "bias"), Values.Random(OnnxElementType.Float, [4], 5, "mean"), OnnxTensor.Floats("variance", [4], [0.5f, 1, 2, 0.1f]),
                Values.Random(OnnxElementType.Float, [3, 4], 6, "matrix"), Values.Random(OnnxElementType.Float, [4, 3], 7, "turned"), Values.Random(OnnxElementType.Float, [3], 8, "features"),
                Values.Random(OnnxElementType.Float, [1, 4], 9, "row"), Values.Random(OnnxElementType.Float, [], 10, "point"), Values.Random(OnnxElementType.Float, [5, 4], 11, "whole"),
            ],
        },
    };
}
