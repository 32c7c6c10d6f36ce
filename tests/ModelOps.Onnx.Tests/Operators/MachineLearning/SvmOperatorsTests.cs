using ModelOps.Onnx.Execution;

namespace ModelOps.Onnx.Tests.Operators.MachineLearning;

public sealed class SvmOperatorsTests
{
    private const double Relative = 2e-5;
    private const double Absolute = 2e-5;
    private const int Columns = 6;

    public static MatrixTheoryData<string, int, bool, float> SvmRegressorAnyKernelCases => new(["LINEAR", "POLY", "RBF", "SIGMOID"], [0, 1, 5, 40], [false, true], [2f, 3f, 1.5f]);

    [Theory]
    [MemberData(nameof(SvmRegressorAnyKernelCases))]
    public void SvmRegressor_AnyKernel_NearOnnxRuntime(string kernel, int vectors, bool isOneClass, float degree)
    {
        // A power that is no integer wants a base above 0.
        OnnxNode node = Regressor(kernel, vectors, isOneClass, degree, degree == 1.5f ? 30f : 0.4f);
        MachineLearningModel.Check(node, MachineLearningModel.Floats(13, Columns), OnnxElementType.Float, Relative, kernel == "POLY" ? 1e-3 : Absolute);
    }

    [Theory]
    [InlineData("LINEAR")]
    [InlineData("RBF")]
    [InlineData("SIGMOID")]
    public void SvmRegressor_NonFinite_AsOnnxRuntime(string kernel)
    {
        float[] values = MachineLearningModel.Ordinary(4 * Columns);
        (values[0], values[Columns], values[2 * Columns]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        OnnxTensor x = OnnxTensor.Floats("x", [4, Columns], values);
        MachineLearningModel.Check(Regressor(kernel, 5, isOneClass: false, 2f, 0.4f), x, OnnxElementType.Float, Relative, Absolute);
        MachineLearningModel.Check(Regressor(kernel, 5, isOneClass: true, 2f, 0.4f), x, OnnxElementType.Float, Relative, Absolute);
    }

    public static MatrixTheoryData<string, int, bool, string> SvmClassifierVotesOfAnyKernelCases => new(["LINEAR", "POLY", "RBF", "SIGMOID"], [2, 3, 5], [false, true], ["NONE", "LOGISTIC", "SOFTMAX", "SOFTMAX_ZERO"]);

    [Theory]
    [MemberData(nameof(SvmClassifierVotesOfAnyKernelCases))]
    public void SvmClassifier_VotesOfAnyKernel_NearOnnxRuntime(string kernel, int classes, bool hasProbabilities, string transform)
    {
        OnnxNode node = Classifier(kernel, classes, hasProbabilities, transform, hasTexts: classes == 3);
        MachineLearningModel.CheckClassifier(node, MachineLearningModel.Floats(25, Columns), classes == 3 ? OnnxElementType.String : OnnxElementType.Int64, Relative, kernel == "POLY" ? 1e-3 : Absolute);
    }

    public static MatrixTheoryData<int, bool, string, bool> SvmClassifierLinearCases => new([2, 3], [false, true], ["NONE", "LOGISTIC", "SOFTMAX"], [false, true]);

    [Theory]
    [MemberData(nameof(SvmClassifierLinearCases))]
    public void SvmClassifier_Linear_NearOnnxRuntime(int classes, bool hasProbabilities, string transform, bool isPositive)
    {
        float[] weights = MachineLearningModel.Ordinary(classes * Columns, 8);
        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.Floats("coefficients", isPositive ? Array.ConvertAll(weights, MathF.Abs) : weights),
            OnnxAttribute.Floats("rho", [0.2f]),
            OnnxAttribute.Floats("kernel_params", []),
            OnnxAttribute.String("post_transform", transform),
            OnnxAttribute.Ints("classlabels_ints", [.. Enumerable.Range(1, classes).Select(static i => (long)i)]),
        ];
        if (hasProbabilities) { attributes.AddRange([OnnxAttribute.Floats("prob_a", [-1f]), OnnxAttribute.Floats("prob_b", [0.1f])]); }
        OnnxNode node = new("SVMClassifier", ["x"], ["label", "y"]) { Attributes = attributes };
        MachineLearningModel.CheckClassifier(node, MachineLearningModel.Floats(25, Columns), OnnxElementType.Int64, Relative, Absolute);
    }

    [Theory]
    [InlineData(OnnxElementType.Double)]
    [InlineData(OnnxElementType.Int64)]
    [InlineData(OnnxElementType.Int32)]
    public void SvmClassifier_OtherTypes_NearOnnxRuntime(OnnxElementType type) => MachineLearningModel.CheckClassifier(
        Classifier("RBF", 3, hasProbabilities: true, "NONE", hasTexts: false), MachineLearningModel.As(MachineLearningModel.Floats(25, Columns), type), OnnxElementType.Int64, Relative, Absolute);

    [Theory]
    [InlineData(2, true)]
    [InlineData(2, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    public void SvmClassifier_NonFinite_AsOnnxRuntime(int classes, bool hasProbabilities)
    {
        float[] values = MachineLearningModel.Ordinary(4 * Columns);
        (values[0], values[Columns], values[2 * Columns]) = (float.NaN, float.PositiveInfinity, float.NegativeInfinity);
        MachineLearningModel.CheckClassifier(Classifier("RBF", classes, hasProbabilities, "NONE", hasTexts: false), OnnxTensor.Floats("x", [4, Columns], values), OnnxElementType.Int64, Relative, Absolute);
    }

    [Fact]
    public void SvmClassifier_ListsThatContradict_IsRefused()
    {
        OnnxNode node = Classifier("RBF", 3, hasProbabilities: false, "NONE", hasTexts: false);
        OnnxNode broken = node with { Attributes = [.. node.Attributes.Where(static a => a.Name != "rho"), OnnxAttribute.Floats("rho", [1f])] };
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(MachineLearningModel.Of(broken, [MachineLearningModel.Floats(1, Columns)], [OnnxElementType.Int64, OnnxElementType.Float])));
        Assert.Contains("1 values of rho for 3 pairs", e.Message, StringComparison.Ordinal);
    }

    private static OnnxNode Regressor(string kernel, int vectors, bool isOneClass, float degree, float coef0) => new("SVMRegressor", ["x"], ["y"])
    {
        Attributes =
        [
            OnnxAttribute.String("kernel_type", kernel),
            OnnxAttribute.Floats("kernel_params", [0.3f, coef0, degree]),
            OnnxAttribute.Floats("support_vectors", MachineLearningModel.Ordinary(vectors * Columns, 7)),
            OnnxAttribute.Floats("coefficients", MachineLearningModel.Ordinary(vectors == 0 ? Columns : vectors, 8)),
            OnnxAttribute.Floats("rho", [-0.3f]),
            OnnxAttribute.Int("n_supports", vectors),
            OnnxAttribute.Int("one_class", isOneClass ? 1 : 0),
        ],
    };

    private static OnnxNode Classifier(string kernel, int classes, bool hasProbabilities, string transform, bool hasTexts)
    {
        long[] vectors = [.. Enumerable.Range(0, classes).Select(static i => 2L + i)];
        int count = (int)vectors.Sum();
        int pairs = classes * (classes - 1) / 2;
        List<OnnxAttribute> attributes =
        [
            OnnxAttribute.String("kernel_type", kernel),
            OnnxAttribute.Floats("kernel_params", [0.3f, 0.4f, 3f]),
            OnnxAttribute.Ints("vectors_per_class", vectors),
            OnnxAttribute.Floats("support_vectors", MachineLearningModel.Ordinary(count * Columns, 7)),
            OnnxAttribute.Floats("coefficients", MachineLearningModel.Ordinary((classes - 1) * count, 8)),
            OnnxAttribute.Floats("rho", MachineLearningModel.Ordinary(pairs, 9)),
            OnnxAttribute.String("post_transform", transform),
            hasTexts
                ? OnnxAttribute.Strings("classlabels_strings", [.. Enumerable.Range(0, classes).Select(static i => $"class {i}")])
                : OnnxAttribute.Ints("classlabels_ints", [.. Enumerable.Range(0, classes).Select(static i => 10L * i)]),
        ];
        if (hasProbabilities)
        {
            attributes.Add(OnnxAttribute.Floats("prob_a", Array.ConvertAll(MachineLearningModel.Ordinary(pairs, 10), static v => -1f - MathF.Abs(v))));
            attributes.Add(OnnxAttribute.Floats("prob_b", MachineLearningModel.Ordinary(pairs, 11)));
        }

        return new OnnxNode("SVMClassifier", ["x"], ["label", "y"]) { Attributes = attributes };
    }
}
