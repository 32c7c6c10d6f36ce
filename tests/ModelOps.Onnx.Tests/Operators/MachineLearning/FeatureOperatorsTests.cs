using ModelOps.Onnx.Execution;
using ModelOps.Onnx.Tests.Support;

namespace ModelOps.Onnx.Tests.Operators.MachineLearning;

public sealed class FeatureOperatorsTests
{
    public static TheoryData<OnnxElementType> Numbers => [OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int64, OnnxElementType.Int32];

    [Theory]
    [MemberData(nameof(Numbers))]
    public void Scaler_AnyType_EveryBitOfOnnxRuntime(OnnxElementType type)
    {
        foreach (int columns in (int[])[1, 3, 16, 33])
        {
            OnnxTensor x = MachineLearningModel.As(MachineLearningModel.AwkwardFloats(columns), type);
            OnnxNode each = new("Scaler", ["x"], ["y"]) { Attributes = [OnnxAttribute.Floats("offset", MachineLearningModel.Ordinary(columns, 1)), OnnxAttribute.Floats("scale", MachineLearningModel.Ordinary(columns, 2))] };
            MachineLearningModel.Check(each, x, OnnxElementType.Float);
            OnnxNode all = new("Scaler", ["x"], ["y"]) { Attributes = [OnnxAttribute.Floats("offset", [0.3f]), OnnxAttribute.Floats("scale", [-1.7f])] };
            MachineLearningModel.Check(all, x, OnnxElementType.Float);
        }
    }

    [Fact]
    public void Scaler_ListsThatDoNotFitTheRows_NamesBoth()
    {
        OnnxNode node = new("Scaler", ["x"], ["y"]) { Attributes = [OnnxAttribute.Floats("offset", [1, 2]), OnnxAttribute.Floats("scale", [1, 2])] };
        OnnxModel model = MachineLearningModel.Of(node, [MachineLearningModel.Floats(2, 3)], [OnnxElementType.Float]);
        UnsupportedOnnxModelException e = Assert.Throws<UnsupportedOnnxModelException>(() => SimdModel.Compile(model));
        Assert.Contains("'x' [1,3] has rows of 3 features, and there are 2 pairs", e.Message, StringComparison.Ordinal);
    }

    public static MatrixTheoryData<OnnxElementType, string> NormalizerAnyTypeAndNormCases => new([OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int64, OnnxElementType.Int32], ["MAX", "L1", "L2"]);

    [Theory]
    [MemberData(nameof(NormalizerAnyTypeAndNormCases))]
    public void Normalizer_AnyTypeAndNorm_EveryBitOfOnnxRuntime(OnnxElementType type, string norm)
    {
        OnnxNode node = new("Normalizer", ["x"], ["y"]) { Attributes = [OnnxAttribute.String("norm", norm)] };
        foreach (int columns in (int[])[1, 4, 17, 40])
        {
            MachineLearningModel.Check(node, MachineLearningModel.As(MachineLearningModel.AwkwardFloats(columns), type), OnnxElementType.Float);
            MachineLearningModel.Check(node, MachineLearningModel.As(MachineLearningModel.Floats(7, columns), type), OnnxElementType.Float);
            MachineLearningModel.Check(node, MachineLearningModel.As(OnnxTensor.Floats("x", [2, columns], new float[2 * columns]), type), OnnxElementType.Float);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(0f)]
    [InlineData(float.PositiveInfinity)]
    public void Imputer_Floats_EveryBitOfOnnxRuntime(float replaced)
    {
        OnnxTensor x = MachineLearningModel.AwkwardFloats(5);
        foreach (float[] imputed in (float[][])[[9f], [1f, 2f, 3f, 4f, 5f], [7f, 8f]])
        {
            OnnxNode node = new("Imputer", ["x"], ["y"]) { Attributes = [OnnxAttribute.Floats("imputed_value_floats", imputed), OnnxAttribute.Float("replaced_value_float", replaced)] };
            MachineLearningModel.Check(node, x, OnnxElementType.Float);
        }
    }

    [Fact]
    public void Imputer_Integers_EveryBitOfOnnxRuntime()
    {
        OnnxTensor x = OnnxTensor.Int64s("x", [3, 2], [1, -9, -9, 4, 0, -9]);
        OnnxNode node = new("Imputer", ["x"], ["y"]) { Attributes = [OnnxAttribute.Ints("imputed_value_int64s", [5, 6]), OnnxAttribute.Int("replaced_value_int64", -9)] };
        MachineLearningModel.Check(node, x, OnnxElementType.Int64);
    }

    [Fact]
    public void Binarizer_Floats_EveryBitOfOnnxRuntimeAndNaNIsRefusedByBoth()
    {
        OnnxNode node = new("Binarizer", ["x"], ["y"]) { Attributes = [OnnxAttribute.Float("threshold", 0.25f)] };
        MachineLearningModel.Check(node, OnnxTensor.Floats("x", [2, 4], [0.25f, 0.3f, -0f, float.PositiveInfinity, float.NegativeInfinity, 1f, -2f, float.Epsilon]), OnnxElementType.Float);
        MachineLearningModel.Check(node with { Attributes = [] }, MachineLearningModel.Floats(3, 5), OnnxElementType.Float);
        ModelExecutionException e = MachineLearningModel.Refused(node, OnnxTensor.Floats("x", [1, 3], [1f, float.NaN, 2f]), OnnxElementType.Float);
        Assert.Contains("ai.onnx.ml.Binarizer-1 'y': element 1 of 'x' [1,3] is NaN", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ArrayFeatureExtractor_AnyType_IsThatOfOnnxRuntime()
    {
        OnnxNode node = new("ArrayFeatureExtractor", ["x", "i"], ["y"]);
        OnnxTensor indexes = OnnxTensor.Int64s("i", [3], [4, 0, 4]);
        OnnxTensor floats = MachineLearningModel.AwkwardFloats(5);
        foreach (OnnxElementType type in (OnnxElementType[])[OnnxElementType.Float, OnnxElementType.Double, OnnxElementType.Int64, OnnxElementType.Int32])
        {
            OnnxTensor x = MachineLearningModel.As(floats, type);
            Oracle.Check(MachineLearningModel.Of(node, [x], [type], 1, indexes), [x]);
        }

        OnnxTensor texts = OnnxTensor.Strings("x", [2, 5], ["a", "b", "c", "d", "e", "f", "g", "h", "i", "ß"]);
        Oracle.Check(MachineLearningModel.Of(node, [texts, indexes], [OnnxElementType.String]), [texts, indexes]);
        OnnxTensor line = OnnxTensor.Floats("x", [5], [1, 2, 3, 4, 5]);
        Oracle.Check(MachineLearningModel.Of(node, [line], [OnnxElementType.Float], 1, indexes), [line]);
        OnnxTensor cube = OnnxTensor.Floats("x", [2, 3, 5], MachineLearningModel.Ordinary(30));
        Oracle.Check(MachineLearningModel.Of(node, [cube], [OnnxElementType.Float], 1, indexes), [cube]);
    }

    [Theory]
    [InlineData(5)]
    [InlineData(-1)]
    public void ArrayFeatureExtractor_IndexOutOfRange_IsRefused(long index)
    {
        OnnxTensor x = MachineLearningModel.Floats(2, 5);
        OnnxTensor indexes = OnnxTensor.Int64s("i", [1], [index]);
        SimdModel model = SimdModel.Compile(MachineLearningModel.Of(new OnnxNode("ArrayFeatureExtractor", ["x", "i"], ["y"]), [x, indexes], [OnnxElementType.Float]));
        ModelExecutionException e = Assert.Throws<ModelExecutionException>(() => Oracle.RunSimd(model, [x, indexes]));
        Assert.Contains($"picks column {index}, and there are 5", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Numbers))]
    public void FeatureVectorizer_LongerAndShorterRows_IsThatOfOnnxRuntime(OnnxElementType type)
    {
        OnnxTensor a = MachineLearningModel.As(MachineLearningModel.Floats(4, 3), type) with { Name = "a" };
        OnnxTensor b = MachineLearningModel.As(MachineLearningModel.Floats(4, 2, 7), type) with { Name = "b" };
        foreach (long[] lengths in (long[][])[[3, 2], [2, 2], [5, 4], [0, 1]])
        {
            OnnxNode node = new("FeatureVectorizer", ["a", "b"], ["y"]) { Attributes = [OnnxAttribute.Ints("inputdimensions", lengths)] };
            Oracle.Check(MachineLearningModel.Of(node, [a, b], [OnnxElementType.Float]), [a, b]);
        }
    }
}
