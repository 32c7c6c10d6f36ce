using Microsoft.ML.OnnxRuntime;
using ModelOps.TestSupport;

namespace ModelOps.Onnx.Tests;

public sealed class OnnxModelWriterTests
{
    [Fact]
    public void Write_AffineModel_OnnxRuntimeComputesIt()
    {
        using InferenceSession session = new(TestModels.Affine(2f, 1f, columns: 2));
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[] { 1, 2, 3, -4 }, [2, 2]);
        using RunOptions options = new();

        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y"]);

        Assert.Equal([3f, 5f, 7f, -7f], outputs[0].GetTensorDataAsSpan<float>().ToArray());
    }

    [Fact]
    public void Write_EveryAttributeKind_OnnxRuntimeReadsThem()
    {
        byte[] model = TestModels.Write(
            [
                new OnnxNode("LeakyRelu", ["x"], ["leaky"]) { Attributes = [OnnxAttribute.Float("alpha", 0.5f)] },
                new OnnxNode("Transpose", ["leaky"], ["turned"]) { Attributes = [OnnxAttribute.Ints("perm", [1, 0])] },
                new OnnxNode("Constant", [], ["one"]) { Attributes = [OnnxAttribute.Tensor("value", OnnxTensor.Floats("", [1], [1f]))] },
                new OnnxNode("Add", ["turned", "one"], ["added"]),
                new OnnxNode("LabelEncoder", ["added"], ["y"])
                {
                    Domain = "ai.onnx.ml",
                    Attributes =
                    [
                        OnnxAttribute.Floats("keys_floats", [2f, 0.5f]),
                        OnnxAttribute.Strings("values_strings", ["two", "half"]),
                        OnnxAttribute.String("default_string", "other"),
                    ],
                },
            ],
            [new OnnxValueInfo("x", OnnxElementType.Float, [1, 3])],
            [new OnnxValueInfo("y", OnnxElementType.String, [3, 1])],
            []);
        using InferenceSession session = new(model);
        using OrtValue input = OrtValue.CreateTensorValueFromMemory(new float[] { 1, -1, 7 }, [1, 3]);
        using RunOptions options = new();

        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, ["x"], [input], ["y"]);

        Assert.Equal(["two", "half", "other"], outputs[0].GetStringTensorAsArray());
    }

    [Fact]
    public void Write_DoubleConstant_KeepsEveryBit()
    {
        byte[] model = TestModels.Write(
            [new OnnxNode("Constant", [], ["y"]) { Attributes = [OnnxAttribute.Tensor("value", OnnxTensor.Doubles("", [2], [Math.PI, double.Epsilon]))] }],
            [],
            [new OnnxValueInfo("y", OnnxElementType.Double, [2])],
            []);
        using InferenceSession session = new(model);
        using RunOptions options = new();

        using IDisposableReadOnlyCollection<OrtValue> outputs = session.Run(options, Array.Empty<string>(), Array.Empty<OrtValue>(), ["y"]);

        Assert.Equal([Math.PI, double.Epsilon], outputs[0].GetTensorDataAsSpan<double>().ToArray());
    }

    [Fact]
    public void Write_SameModelTwice_SameBytes() => Assert.Equal(TestModels.SumAndDifference(), TestModels.SumAndDifference());
}
