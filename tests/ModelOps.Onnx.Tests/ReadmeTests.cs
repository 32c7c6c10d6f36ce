using Microsoft.ML.OnnxRuntime;

// <snippet:src/ModelOps.Onnx/README.md#1>
using ModelOps.Onnx;
// </snippet>

namespace ModelOps.Onnx.Tests;

public sealed class ReadmeTests
{
    [Fact]
    public void Readme_Model_IsLoadedByOnnxRuntime()
    {
        using InferenceSession session = new(Write());

        Assert.Equal(["x"], session.InputNames);
        Assert.Equal([-1, 4], session.OutputMetadata["y"].Dimensions);
    }

    private static byte[] Write()
    {
        // <snippet:src/ModelOps.Onnx/README.md#1>
        byte[] file = OnnxModelWriter.Write(new OnnxModel
        {
            Graph = new OnnxGraph
            {
                Nodes = [new OnnxNode("Mul", ["x", "scale"], ["y"])],
                Inputs = [new OnnxValueInfo("x", OnnxElementType.Float, [-1, 4])],
                Outputs = [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 4])],
                Initializers = [OnnxTensor.Floats("scale", [1], [2f])],
            },
            OperatorSets = new Dictionary<string, long> { [""] = 13 },
        });
        // </snippet>
        return file;
    }
}
