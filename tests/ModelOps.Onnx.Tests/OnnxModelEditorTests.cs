using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests;

public sealed class OnnxModelEditorTests
{
    private static readonly OnnxTensor Shape = OnnxTensor.Int64s("anything", [2], [3, 2]);

    [Fact]
    public void FixInput_ShapeThatCallersGave_IsKnownAtLoad()
    {
        OnnxModel model = NodeModel.Of(
            13,
            [new OnnxNode("Reshape", ["x", "s"], ["y"])],
            [new("x", OnnxElementType.Float, [6]), new("s", OnnxElementType.Int64, [2])],
            [new("y", OnnxElementType.Float, [-1, -1])]) with
        { IrVersion = 3 };

        OnnxModel fixedModel = OnnxModelEditor.FixInput(model, "s", Shape);

        Assert.Equal("x", Assert.Single(fixedModel.Graph.Inputs).Name);
        Assert.Equal(4, fixedModel.IrVersion);
        Assert.Empty(OnnxModelValidator.Validate(fixedModel));
        Oracle.Check(fixedModel, [OnnxTensor.Floats("x", [6], [1, 2, 3, 4, 5, 6])]);
        Assert.Equal("x: FP32[6] -> y: FP32[3,2]", SimdModel.Compile(fixedModel).Signature.ToString());
    }

    [Fact]
    public void FixInput_DefaultThatCallersMayReplace_IsReplaced()
    {
        OnnxModel model = NodeModel.Of(
            13,
            [new OnnxNode("Reshape", ["x", "s"], ["y"])],
            [new("x", OnnxElementType.Float, [6]), new("s", OnnxElementType.Int64, [2])],
            [new("y", OnnxElementType.Float, [-1, -1])],
            OnnxTensor.Int64s("s", [2], [1, 6]));

        OnnxModel fixedModel = OnnxModelEditor.FixInput(model, "s", Shape);

        Assert.Equal("s", Assert.Single(fixedModel.Graph.Initializers).Name);
        Assert.Equal("x: FP32[6] -> y: FP32[3,2]", SimdModel.Compile(fixedModel).Signature.ToString());
    }

    [Fact]
    public void FixInput_WrongNameTypeOrShape_SaysWhatFits()
    {
        OnnxModel model = NodeModel.Of(13, [new OnnxNode("Identity", ["x"], ["y"])], [new("x", OnnxElementType.Float, [-1, 2])], [new("y", OnnxElementType.Float, [-1, 2])]);
        Assert.Contains("Give one of 'x'", Assert.Throws<ArgumentException>(() => OnnxModelEditor.FixInput(model, "z", Shape)).Message, StringComparison.Ordinal);
        Assert.Contains("is float[-1,2], and the value is int64[2]", Assert.Throws<ArgumentException>(() => OnnxModelEditor.FixInput(model, "x", Shape)).Message, StringComparison.Ordinal);
        Assert.Contains("and the value is float[1,3]", Assert.Throws<ArgumentException>(() => OnnxModelEditor.FixInput(model, "x", OnnxTensor.Floats("", [1, 3], new float[3]))).Message, StringComparison.Ordinal);
        Assert.Empty(OnnxModelEditor.FixInput(model, "x", OnnxTensor.Floats("", [1, 2], new float[2])).Graph.Inputs);
    }

    [Fact]
    public void FixShape_OpenDimensions_AreThoseOfTheSignature()
    {
        OnnxModel model = NodeModel.Of(
            13,
            [new OnnxNode("Identity", ["x"], ["y"])],
            [new("x", OnnxElementType.Float, [-1, 2, -1]) { DimensionNames = ["rows", "", "steps"] }],
            [new("y", OnnxElementType.Float, [-1, 2, -1])]);

        OnnxModel fixedModel = OnnxModelEditor.FixShape(model, "x", [-1, 2, 7]);

        Assert.Equal(["rows", "", ""], fixedModel.Graph.Inputs[0].DimensionNames);
        Assert.Equal("x: FP32[-1,2,7] -> y: FP32[-1,2,7]", SimdModel.Compile(fixedModel).Signature.ToString());
        Assert.Contains("is float[-1,2,-1], which [1,3,7] does not fit", Assert.Throws<ArgumentException>(() => OnnxModelEditor.FixShape(model, "x", [1, 3, 7])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => OnnxModelEditor.FixShape(model, "x", [1, 2]));
        Assert.Throws<ArgumentException>(() => OnnxModelEditor.FixShape(model, "z", [1, 2, 7]));
    }

    [Fact]
    public void RemoveZipMaps_ClassifierOfAnExport_ReturnsTheTensorUnderTheSameName()
    {
        OnnxNode classifier = new("LinearClassifier", ["x"], ["label", "scores"])
        {
            Domain = "ai.onnx.ml",
            Attributes =
            [
                OnnxAttribute.Floats("coefficients", [1, 2, -1, -2]),
                OnnxAttribute.Floats("intercepts", [0.5f, -0.5f]),
                OnnxAttribute.Strings("classlabels_strings", ["no", "a \"yes\""]),
                OnnxAttribute.String("post_transform", "SOFTMAX"),
            ],
        };
        OnnxNode zip = new("ZipMap", ["scores"], ["probabilities"]) { Domain = "ai.onnx.ml", Attributes = [OnnxAttribute.Strings("classlabels_strings", ["no", "a \"yes\""])] };
        OnnxValueInfo map = new("probabilities", OnnxElementType.Undefined, []) { HasShape = false };
        OnnxModel model = NodeModel.Of(13, [classifier, zip], [new("x", OnnxElementType.Float, [-1, 2])], [new("label", OnnxElementType.String, [-1]), map]);

        OnnxModel plain = OnnxModelEditor.RemoveZipMaps(model);

        Assert.Empty(OnnxModelValidator.Validate(plain));
        Assert.Equal("""["no","a \u0022yes\u0022"]""", plain.Metadata["zipmap.probabilities"]);
        Oracle.Check(plain, [OnnxTensor.Floats("x", [2, 2], [1, -1, 0.3f, 4])], 1e-6, 1e-7);
        Assert.Equal("x: FP32[-1,2] -> label: BYTES[-1], probabilities: FP32[-1,2]", SimdModel.Compile(plain).Signature.ToString());
        Assert.Same(plain, OnnxModelEditor.RemoveZipMaps(plain));
    }
}
