using ModelOps.Onnx.Tests.Operators.Dense;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.Convolution;

/// <summary>Convolutions against ONNX Runtime. Tolerance 2e-5 for sums of up to a few hundred products below 1.</summary>
public class ConvolutionTests
{
    private const double Tolerance = 2e-5;

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(8, 16, 1)]
    [InlineData(3, 70, 1)]
    [InlineData(6, 9, 3)]
    [InlineData(12, 12, 12)]
    [InlineData(5, 10, 5)]
    public void Conv_OneDimension_AsOnnxRuntime(int channels, int filters, int groups)
    {
        foreach (int length in (int[])[1, 24, 65, 300])
        {
            foreach ((int kernel, int stride, int dilation, int before, int behind) in ((int, int, int, int, int)[])[(1, 1, 1, 0, 0), (3, 1, 1, 1, 1), (3, 2, 1, 1, 0), (5, 1, 3, 6, 6), (4, 3, 2, 3, 5), (7, 1, 1, 9, 9)])
            {
                if (length + before + behind < ((kernel - 1) * dilation) + 1) { continue; }
                Check([2, channels, length], [filters, channels / groups, kernel], groups, [before, behind], [stride], [dilation]);
            }
        }
    }

    [Theory]
    [InlineData(3, 8, 1)]
    [InlineData(4, 4, 4)]
    [InlineData(6, 4, 2)]
    public void Conv_TwoDimensions_AsOnnxRuntime(int channels, int filters, int groups)
    {
        Check([2, channels, 9, 11], [filters, channels / groups, 3, 3], groups, [1, 1, 1, 1], [1, 1], [1, 1]);
        Check([1, channels, 14, 13], [filters, channels / groups, 3, 2], groups, [0, 2, 1, 0], [2, 1], [1, 2]);
        Check([1, channels, 8, 40], [filters, channels / groups, 1, 1], groups, [0, 0, 0, 0], [1, 1], [1, 1]);
        Check([1, channels, 8, 7], [filters, channels / groups, 1, 1], groups, [0, 0, 0, 0], [2, 3], [1, 1]);
        Check([1, channels, 5, 5], [filters, channels / groups, 5, 5], groups, [4, 4, 4, 4], [1, 1], [1, 1]);
    }

    [Fact]
    public void Conv_ThreeDimensionsAndManyTaps_AsOnnxRuntime()
    {
        Check([1, 3, 5, 6, 7], [4, 3, 2, 3, 3], 1, [1, 0, 1, 0, 1, 1], [1, 2, 1], [1, 1, 2]);
        Check([1, 128, 12, 12], [9, 128, 3, 3], 1, [1, 1, 1, 1], [1, 1], [1, 1], 1e-4);
    }

    [Theory]
    [InlineData("SAME_UPPER")]
    [InlineData("SAME_LOWER")]
    [InlineData("VALID")]
    public void Conv_AutoPad_AsOnnxRuntime(string autoPad)
    {
        foreach (int stride in (int[])[1, 2, 3])
        {
            OnnxTensor x = Drawn.Floats("x", 1, 1, 1, 3, 10, 13);
            OnnxNode node = new("Conv", ["x", "w"], ["y"]) { Attributes = [OnnxAttribute.String("auto_pad", autoPad), OnnxAttribute.Ints("strides", [stride, stride])] };
            Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(x)], [OnnxElementType.Float], Drawn.Floats("w", 2, 1, 4, 3, 4, 3)), [x], 1e-6, Tolerance);
        }
    }

    [Fact]
    public void Conv_WeightsFromTheGraph_AsOnnxRuntime()
    {
        (OnnxTensor x, OnnxTensor w, OnnxTensor b) = (Drawn.Floats("x", 1, 1, 2, 3, 30), Drawn.Floats("w", 2, 1, 4, 3, 3), Drawn.Floats("b", 3, 1, 4));
        OnnxModel model = NodeModel.Of(11, new OnnxNode("Conv", ["x", "w", "b"], ["y"]), [NodeModel.InputLike(x), NodeModel.InputLike(w, isOpen: false), NodeModel.InputLike(b, isOpen: false)], [OnnxElementType.Float]);
        Oracle.Check(model, [x, w, b], 1e-6, Tolerance);
    }

    [Theory]
    [InlineData("Relu")]
    [InlineData("Tanh")]
    [InlineData("LeakyRelu")]
    public void FusedConv_EachActivation_AsOnnxRuntime(string activation)
    {
        OnnxTensor x = Drawn.Floats("x", 1, 1, 2, 3, 9, 9);
        OnnxNode node = new("FusedConv", ["x", "w", "b"], ["y"])
        {
            Domain = "com.microsoft",
            Attributes = [OnnxAttribute.String("activation", activation), .. activation == "LeakyRelu" ? [OnnxAttribute.Floats("activation_params", [0.2f])] : (OnnxAttribute[])[]],
        };
        Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(x)], [OnnxElementType.Float], Drawn.Floats("w", 2, 1, 4, 3, 3, 3), Drawn.Floats("b", 3, 1, 4)), [x], 1e-6, Tolerance);
    }

    private static void Check(long[] input, long[] weights, int groups, long[] pads, long[] strides, long[] dilations, double tolerance = Tolerance)
    {
        OnnxTensor x = Drawn.Floats("x", 1, 1, input);
        OnnxNode node = new("Conv", ["x", "w", "b"], ["y"])
        {
            Attributes = [OnnxAttribute.Int("group", groups), OnnxAttribute.Ints("pads", pads), OnnxAttribute.Ints("strides", strides), OnnxAttribute.Ints("dilations", dilations)],
        };
        Oracle.Check(NodeModel.Of(13, node, [NodeModel.InputLike(x)], [OnnxElementType.Float], Drawn.Floats("w", 2, 1, weights), Drawn.Floats("b", 3, 1, weights[0])), [x], 1e-6, tolerance);
    }
}
