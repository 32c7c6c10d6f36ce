using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.MachineLearning;

public sealed class LinearOperatorsTests
{
    private const double Relative = 1e-5;
    private const double Absolute = 1e-5;

    public static MatrixTheoryData<string, int, int> LinearRegressorAnyTransformCases => new(["NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO"], [1, 3, 17], [1, 6, 33]);

    [Theory]
    [MemberData(nameof(LinearRegressorAnyTransformCases))]
    public void LinearRegressor_AnyTransform_NearOnnxRuntime(string transform, int targets, int columns)
    {
        OnnxNode node = Regressor(transform, targets, columns);
        OnnxTensor x = MachineLearningModel.Floats(MachineLearningModel.Rows, columns);
        MachineLearningModel.Check(node, x, OnnxElementType.Float, Relative, Absolute);
        MachineLearningModel.Check(node with { Attributes = [.. node.Attributes.Where(static a => a.Name != "intercepts")] }, x, OnnxElementType.Float, Relative, Absolute);
    }

    [Fact]
    public void LinearRegressor_Probit_NearOnnxRuntime()
    {
        OnnxNode node = new("LinearRegressor", ["x"], ["y"]) { Attributes = [OnnxAttribute.Floats("coefficients", [0.1f, 0.05f]), OnnxAttribute.Floats("intercepts", [0.5f]), OnnxAttribute.String("post_transform", "PROBIT")] };
        MachineLearningModel.Check(node, MachineLearningModel.Floats(8, 2), OnnxElementType.Float, Relative, 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LinearRegressor_NonFinite_AsOnnxRuntime(int targets)
    {
        // Without overflow inside, so that the order of sums cannot matter: NaN and infinities go where they go in any order.
        OnnxTensor x = OnnxTensor.Floats("x", [5, 3], [float.NaN, 1, 2, float.PositiveInfinity, 1, 2, 1, float.NegativeInfinity, 2, float.PositiveInfinity, float.NegativeInfinity, 1, float.Epsilon, -0f, 0f]);
        MachineLearningModel.Check(Regressor("NONE", targets, 3), x, OnnxElementType.Float, Relative, Absolute);
        MachineLearningModel.Check(Regressor("LOGISTIC", targets, 3), x, OnnxElementType.Float, Relative, Absolute);
    }

    public static MatrixTheoryData<string, int, bool, bool> LinearClassifierAnyTransformCases => new(["NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO"], [1, 2, 3, 9], [false, true], [false, true]);

    [Theory]
    [MemberData(nameof(LinearClassifierAnyTransformCases))]
    public void LinearClassifier_AnyTransform_NearOnnxRuntime(string transform, int scores, bool isMultiClass, bool hasTexts)
    {
        OnnxNode node = Classifier(transform, scores, 5, Labels(Math.Max(scores, 2), hasTexts));
        node = node with { Attributes = [.. node.Attributes, OnnxAttribute.Int("multi_class", isMultiClass ? 1 : 0)] };
        OnnxElementType labels = hasTexts ? OnnxElementType.String : OnnxElementType.Int64;
        MachineLearningModel.CheckClassifier(node, MachineLearningModel.Floats(40, 5), labels, Relative, Absolute);
    }

    [Theory]
    [InlineData(OnnxElementType.Double)]
    [InlineData(OnnxElementType.Int64)]
    [InlineData(OnnxElementType.Int32)]
    public void LinearClassifier_OtherTypes_NearOnnxRuntime(OnnxElementType type) => MachineLearningModel.CheckClassifier(
        Classifier("SOFTMAX", 3, 5, Labels(3, hasTexts: false)), MachineLearningModel.As(MachineLearningModel.Floats(20, 5), type), OnnxElementType.Int64, Relative, Absolute);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void LinearClassifier_OneScoreAndLabelsThatAreNotTwo_IsRefusedByBoth(int count)
    {
        OnnxModel model = MachineLearningModel.Of(Classifier("NONE", 1, 5, Labels(count, hasTexts: true)), [MachineLearningModel.Floats(20, 5)], [OnnxElementType.String, OnnxElementType.Float]);
        Assert.Throws<Microsoft.ML.OnnxRuntime.OnnxRuntimeException>(() => Oracle.RunOnnxRuntime(model, [MachineLearningModel.Floats(20, 5)]));
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
        Assert.Contains($"it has 1 scores and {count} labels", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NONE", 1)]
    [InlineData("NONE", 3)]
    [InlineData("LOGISTIC", 3)]
    public void LinearClassifier_NonFinite_AsOnnxRuntime(string transform, int scores)
    {
        OnnxTensor x = OnnxTensor.Floats("x", [4, 3], [float.NaN, 1, 2, float.PositiveInfinity, 1, 2, 1, float.NegativeInfinity, 2, float.PositiveInfinity, float.NegativeInfinity, 1]);
        MachineLearningModel.CheckClassifier(Classifier(transform, scores, 3, Labels(Math.Max(2, scores), hasTexts: false)), x, OnnxElementType.Int64, Relative, Absolute);
    }

    [Fact]
    public void Linear_RowsOfAnotherLength_NamesBoth()
    {
        OnnxModel model = NodeModel.Of(13, [Regressor("NONE", 1, 4) with { Domain = "ai.onnx.ml" }], [new OnnxValueInfo("x", OnnxElementType.Float, [-1, -1])], [new OnnxValueInfo("y", OnnxElementType.Float, [-1, 1])]);
        ModelExecutionException e = Assert.Throws<ModelExecutionException>(() => Oracle.RunSimd(SimdModel.Compile(model), [MachineLearningModel.Floats(2, 3)]));
        Assert.Contains("'x' [2,3] has rows of 3 features, and the model has 4", e.Message, StringComparison.Ordinal);
    }

    private static OnnxNode Regressor(string transform, int targets, int columns) => new("LinearRegressor", ["x"], ["y"])
    {
        Attributes =
        [
            OnnxAttribute.Floats("coefficients", MachineLearningModel.Ordinary(targets * columns, 3)),
            OnnxAttribute.Floats("intercepts", MachineLearningModel.Ordinary(targets, 4)),
            OnnxAttribute.Int("targets", targets),
            OnnxAttribute.String("post_transform", transform),
        ],
    };

    private static OnnxNode Classifier(string transform, int scores, int columns, OnnxAttribute labels) => new("LinearClassifier", ["x"], ["label", "y"])
    {
        Attributes =
        [
            OnnxAttribute.Floats("coefficients", MachineLearningModel.Ordinary(scores * columns, 3)),
            OnnxAttribute.Floats("intercepts", MachineLearningModel.Ordinary(scores, 4)),
            OnnxAttribute.String("post_transform", transform),
            labels,
        ],
    };

    private static OnnxAttribute Labels(int count, bool hasTexts) => hasTexts
        ? OnnxAttribute.Strings("classlabels_strings", [.. Enumerable.Range(0, count).Select(static i => $"class {i}")])
        : OnnxAttribute.Ints("classlabels_ints", [.. Enumerable.Range(0, count).Select(static i => 10L * i)]);
}
