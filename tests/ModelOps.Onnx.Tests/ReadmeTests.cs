using Microsoft.ML.OnnxRuntime;
using ModelOps.Onnx.Tests.Support;
using ModelOps.TestSupport;

// <snippet:src/ModelOps.Onnx/README.md#1>
using ModelOps.Onnx;
// </snippet>

namespace ModelOps.Onnx.Tests;

[Collection(typeof(Alone))]
public sealed class ReadmeTests
{
    [Fact]
    public void Readme_File_IsReadPrintedAndWritten()
    {
        using CurrentFolder folder = new();
        folder.Write("model.onnx", Write());

        string written = ReadAndWrite();

        Assert.Equal(Write(), File.ReadAllBytes(written));
    }

    [Fact]
    public void Readme_Model_IsLoadedByOnnxRuntime()
    {
        using InferenceSession session = new(Write());

        Assert.Equal(["x"], session.InputNames);
        Assert.Equal([-1, 4], session.OutputMetadata["y"].Dimensions);
    }

    private static string ReadAndWrite()
    {
        // <snippet:src/ModelOps.Onnx/README.md#1>
        OnnxModel model = OnnxModelReader.ReadFile("model.onnx");     // external data is read from the file's folder
        Console.Write(OnnxPrinter.Print(model));                      // inputs, outputs, constants, nodes

        OnnxModelWriter.WriteFile(model, "copy.onnx", new OnnxWriteOptions { ExternalDataThresholdBytes = 1 << 20 });
        // </snippet>
        return "copy.onnx";
    }

    private static byte[] Write()
    {
        // <snippet:src/ModelOps.Onnx/README.md#2>
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
