using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Operators.Dense;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Normalization;

/// <summary>Normalisations against ONNX Runtime. Tolerance 2e-6 relative, and 2e-6 absolute of values near 1.</summary>
public class NormalizationOperatorsTests
{
    private const double Tolerance = 2e-6;

    public static TheoryData<string, int> Softmaxes => new() { { "Softmax", 9 }, { "Softmax", 11 }, { "Softmax", 13 }, { "LogSoftmax", 9 }, { "LogSoftmax", 11 }, { "LogSoftmax", 13 } };

    [Theory]
    [MemberData(nameof(Softmaxes))]
    public void Softmax_EachAxis_AsOnnxRuntime(string op, int opset)
    {
        OnnxTensor x = Drawn.Floats("x", 1, 6, 3, 4, 5, 19);
        Run(op, opset, x, null);
        for (int axis = opset == 9 ? 0 : -4; axis < 4; axis++) { Run(op, opset, x, axis); }
    }

    [Theory]
    [MemberData(nameof(Softmaxes))]
    public void Softmax_EachLength_AsOnnxRuntime(string op, int opset)
    {
        for (int length = 1; length <= 70; length++) { Run(op, opset, Drawn.Floats("x", length, 20, 2, length), 1); }
        Run(op, opset, Drawn.Floats("x", 1, 20, 3, 1024), 1);
        Run(op, opset, Drawn.Floats("x", 1, 200, 3, 30), 1);
        if (opset == 13) { Run(op, opset, Drawn.Floats("x", 1, 200, 3, 30, 7), 1); }
    }

    [Fact]
    public void Softmax_NoNumbers_AsOnnxRuntime()
    {
        foreach (int length in (int[])[5, 40])
        {
            Run("Softmax", 13, Drawn.Odd("x", length, 20, length), 1);
            Run("Softmax", 13, Drawn.Odd("x", length, 3, length, 3), 1);
        }

        Run("Softmax", 13, OnnxTensor.Floats("x", [2, 3], [float.NegativeInfinity, 1, 2, -300, -300, -300]), 1);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    [InlineData(2)]
    public void LayerNormalization_EachAxis_AsOnnxRuntime(int axis)
    {
        foreach (int last in (int[])[1, 7, 16, 33, 100])
        {
            OnnxTensor x = Drawn.Floats("x", last, 3, 2, 4, last);
            long[] normal = axis == 1 ? [4, last] : [last];
            OnnxNode node = new("LayerNormalization", ["x", "scale", "shift"], ["y", "mean", "factor"]) { Attributes = [OnnxAttribute.Int("axis", axis), OnnxAttribute.Float("epsilon", 1e-3f)] };
            OnnxElementType[] types = [OnnxElementType.Float, OnnxElementType.Float, OnnxElementType.Float];
            Oracle.Check(NodeModel.Of(17, node, [NodeModel.InputLike(x)], types, Drawn.Floats("scale", 2, 1, normal), Drawn.Floats("shift", 3, 1, normal)), [x], 1e-5, 1e-5);
            Oracle.Check(NodeModel.Of(17, node with { Inputs = ["x", "scale"], Outputs = ["y"] }, [NodeModel.InputLike(x)], types, Drawn.Floats("scale", 2, 1, normal)), [x], 1e-5, 1e-5);
        }
    }

    [Theory]
    [InlineData("SimplifiedLayerNormalization", 17)]
    [InlineData("RMSNormalization", 23)]
    public void RootMeanSquare_AsItsFormula(string op, int opset)
    {
        OnnxTensor x = Drawn.Floats("x", 1, 3, 5, 37);
        OnnxTensor scale = Drawn.Floats("scale", 2, 1, 37);
        OnnxModel model = NodeModel.Of(opset, new OnnxNode(op, ["x", "scale"], ["y"]), [NodeModel.InputLike(x)], [OnnxElementType.Float], scale);
        double[] values = Oracle.Numbers(x)!, factors = Oracle.Numbers(scale)!, actual = Oracle.Numbers(Oracle.RunSimd(SimdModel.Compile(model), [x])[0])!;
        for (int row = 0; row < 5; row++)
        {
            double size = Math.Sqrt((values.Skip(row * 37).Take(37).Sum(static v => v * v) / 37) + 1e-5);
            for (int i = 0; i < 37; i++) { Assert.Equal(values[(row * 37) + i] / size * factors[i], actual[(row * 37) + i], 1e-5); }
        }
    }

    [Theory]
    [InlineData(9)]
    [InlineData(13)]
    [InlineData(15)]
    public void BatchNormalization_EachRank_AsOnnxRuntime(int opset)
    {
        foreach (long[] shape in (long[][])[[4, 30], [2, 5, 9], [2, 3, 7, 8], [1, 70, 1, 1]])
        {
            OnnxTensor x = Drawn.Floats("x", 1, 3, shape);
            OnnxTensor variance = OnnxTensor.Floats("variance", [shape[1]], [.. Enumerable.Range(1, (int)shape[1]).Select(static i => i * 0.1f)]);
            OnnxNode node = new("BatchNormalization", ["x", "scale", "bias", "mean", "variance"], ["y"]);
            Oracle.Check(
                NodeModel.Of(opset, node, [NodeModel.InputLike(x)], [OnnxElementType.Float], Drawn.Floats("scale", 2, 1, shape[1]), Drawn.Floats("bias", 3, 1, shape[1]), Drawn.Floats("mean", 4, 1, shape[1]), variance),
                [x], 1e-5, 1e-5);
        }
    }

    [Fact]
    public void InstanceNormalization_AsOnnxRuntime()
    {
        foreach (long[] shape in (long[][])[[2, 5, 9], [2, 3, 7, 8]])
        {
            OnnxTensor x = Drawn.Floats("x", 1, 3, shape);
            Oracle.Check(
                NodeModel.Of(13, new OnnxNode("InstanceNormalization", ["x", "scale", "bias"], ["y"]), [NodeModel.InputLike(x)], [OnnxElementType.Float], Drawn.Floats("scale", 2, 1, shape[1]), Drawn.Floats("bias", 3, 1, shape[1])),
                [x], 1e-5, 1e-5);
        }
    }

    private static void Run(string op, int opset, OnnxTensor x, int? axis)
    {
        OnnxNode node = new(op, ["x"], ["y"]) { Attributes = axis is { } at ? [OnnxAttribute.Int("axis", at)] : [] };

        // Logarithms of sums that begin with 1 lose what is below the last bit of 1.
        Oracle.Check(NodeModel.Of(opset, node, [NodeModel.InputLike(x)], [OnnxElementType.Float]), [x], Tolerance, op == "LogSoftmax" ? Tolerance : 1e-9);
    }
}
